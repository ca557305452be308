//! The canonical columns of an entry-summary export.

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A canonical column: what a value of an export means, whatever its header says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $variant,)* }

        impl Field {
            /// Every field, in the order in which `inspect` lists them.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The canonical name, which is also accepted as a header.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }
        }
    };
}

fields! {
    /// Entry summary number: filer code, number, check digit.
    EntryNumber = "entry_number",
    /// Tariff number of the row.
    Hts = "hts",
    /// Duty of this tariff row: the refund base.
    RowDuty = "row_duty",
    /// Date of entry.
    EntryDate = "entry_date",
    /// Importer of record number.
    ImporterNumber = "importer_number",
    /// Line of the entry summary.
    LineNumber = "line_number",
    /// Position of the tariff number inside its line.
    TariffOrdinal = "tariff_ordinal",
    /// Goods value of this tariff row.
    RowValue = "row_value",
    /// Goods value of the line, repeated on each row: never summed.
    LineValue = "line_value",
    /// Duty of the line, repeated on each row: never summed.
    LineDuty = "line_duty",
    /// Country of origin, ISO alpha-2.
    CountryOfOrigin = "country_of_origin",
    /// Special program indicator.
    Spi = "spi",
    /// Entry type code.
    EntryType = "entry_type",
    /// Entry summary date.
    SummaryDate = "summary_date",
    /// Date the duty was paid.
    PaymentDate = "payment_date",
    /// Importer name.
    ImporterName = "importer_name",
    /// Filer name.
    FilerName = "filer_name",
    /// Port of entry.
    Port = "port",
    /// Date of the latest liquidation or reliquidation.
    LiquidationDate = "liquidation_date",
    /// Liquidation status word.
    LiquidationStatus = "liquidation_status",
    /// Flagged for reconciliation.
    ReconFlag = "recon_flag",
    /// A reconciliation entry (type 09) is on file.
    Recon09 = "recon_09",
    /// Who controls the summary: CBP or trade.
    ControlStatus = "control_status",
    /// Status of the entry summary.
    SummaryStatus = "summary_status",
    /// A post summary correction is filed.
    PscFlag = "psc_flag",
    /// Status of a protest.
    ProtestStatus = "protest_status",
    /// Named on a drawback claim.
    Drawback = "drawback",
    /// A suspension record exists.
    Suspension = "suspension",
    /// Flagged for a court injunction.
    Injunction = "injunction",
    /// The statement is paid.
    StatementPaid = "statement_paid",
    /// A surety paid the duty.
    SuretyPaid = "surety_paid",
    /// On an earlier accepted CAPE declaration.
    DeclaredClaim = "declared_claim",
    /// CF 4811 notify party.
    NotifyParty = "notify_party",
    /// Column-1 duty rate of the tariff number.
    Column1Rate = "column1_rate",
    /// Manufacturer ID.
    ManufacturerId = "manufacturer_id",
}

impl Field {
    /// Without these no estimate can be made.
    pub const REQUIRED: &'static [Field] =
        &[Field::EntryNumber, Field::Hts, Field::RowDuty, Field::EntryDate, Field::ImporterNumber];

    /// The field with this canonical name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|f| f.name() == name)
    }
}

/// A set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct FieldSet(u64);

impl FieldSet {
    /// The empty set.
    pub const EMPTY: FieldSet = FieldSet(0);

    /// Adds a field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u8;
    }

    /// Whether the field is in the set.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }

    /// The set as bits, in the order of [`Field::ALL`].
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The set with these bits.
    pub fn from_bits(bits: u64) -> FieldSet {
        FieldSet(bits & ((1 << Field::ALL.len()) - 1))
    }

    /// The fields of either set.
    pub fn union(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 | other.0)
    }

    /// The fields of this set that are not in the other.
    pub fn without(self, other: FieldSet) -> FieldSet {
        FieldSet(self.0 & !other.0)
    }

    /// The fields in canonical order.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |f| self.contains(*f))
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> FieldSet {
        let mut set = FieldSet::EMPTY;
        fields.into_iter().for_each(|f| set.insert(f));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_fit_the_set() {
        assert!(Field::ALL.len() <= 64);
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(*field));
        }
    }

    #[test]
    fn bits_are_those_of_the_fields_and_no_others() {
        let all: FieldSet = Field::ALL.iter().copied().collect();
        assert_eq!(FieldSet::from_bits(u64::MAX), all);
        assert_eq!(all.bits().count_ones() as usize, Field::ALL.len());
        for field in Field::ALL {
            let one: FieldSet = [*field].into_iter().collect();
            assert_eq!(FieldSet::from_bits(one.bits()), one);
            assert_eq!(one.iter().collect::<Vec<_>>(), [*field]);
        }
    }
}
