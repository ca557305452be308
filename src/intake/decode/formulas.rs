//! Which cells of a sheet have a formula. The XML reader gives the style of a cell or its formula,
//! never both: it is asked for the style, and the formulas are found here, in the XML on its way to
//! the reader. A cell is known by its number in the sheet, as the reader counts them.

use memchr::{memchr, memchr3};

/// Bytes of a tag that are kept for its name.
const NAME: usize = 64;

/// Looks at the XML of a sheet, however it is cut.
#[derive(Default)]
pub(super) struct FormulaScan {
    state: State,
    /// The start of the tag that is being read, and its last byte so far.
    tag: Vec<u8>,
    last: u8,
    place: Place,
    /// Cells begun so far.
    cells: u64,
    cuts_value: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between tags.
    #[default]
    Text,
    /// Behind `<`.
    Open,
    /// In a tag.
    Tag,
    /// In a value of a tag, between such quotes.
    Quoted(u8),
    /// Behind `<!`.
    Mark,
    /// Behind `<!-`.
    Dash,
    /// In what ends with so many bytes of this kind and `>`; as many are there.
    Until(u8, usize, usize),
    /// In a document type, so deep.
    DocumentType(u32),
}

#[derive(Default, PartialEq, Eq)]
enum Place {
    /// Before the rows.
    #[default]
    Before,
    /// In the rows, between cells.
    Rows,
    /// In a cell.
    Cell,
    /// In an element of a cell; so many of its name are open.
    Element(Vec<u8>, u32),
    /// Behind the rows.
    Behind,
}

impl FormulaScan {
    /// Looks at the next stretch, and gives the numbers (from 0) of the cells that have a formula.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<u64> {
        let mut found = Vec::new();
        while self.place != Place::Behind && !bytes.is_empty() {
            let (taken, next) = match self.state {
                State::Text => match memchr(b'<', bytes) {
                    Some(at) => (at + 1, State::Open),
                    None => break,
                },
                State::Tag => {
                    let end = memchr3(b'>', b'"', b'\'', bytes);
                    self.keep(bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default());
                    match end.and_then(|at| Some((at + 1, *bytes.get(at)?))) {
                        Some((taken, b'>')) => {
                            self.tag_ended(&mut found);
                            (taken, State::Text)
                        }
                        Some((taken, quote)) => (taken, State::Quoted(quote)),
                        None => break,
                    }
                }
                State::Quoted(quote) => match memchr(quote, bytes) {
                    Some(at) => {
                        self.last = quote;
                        (at + 1, State::Tag)
                    }
                    None => break,
                },
                state => match (state, bytes.first()) {
                    (State::Open, Some(b'!')) => {
                        self.cuts_value |= self.in_value();
                        (1, State::Mark)
                    }
                    (State::Open, Some(b'?')) => (1, State::Until(b'?', 1, 0)),
                    (State::Open, _) => {
                        self.tag.clear();
                        (0, State::Tag)
                    }
                    (State::Mark, Some(b'-')) => (1, State::Dash),
                    (State::Mark, Some(b'[')) => (1, State::Until(b']', 2, 0)),
                    (State::Mark, _) => (0, State::DocumentType(1)),
                    (State::Dash, _) => (1, State::Until(b'-', 2, 0)),
                    (State::Until(_, count, have), Some(b'>')) if have >= count => (1, State::Text),
                    (State::Until(end, count, have), byte) => {
                        let have = if byte == Some(&end) { have + 1 } else { 0 };
                        (1, State::Until(end, count, have))
                    }
                    (State::DocumentType(depth), Some(b'<')) => (1, State::DocumentType(depth + 1)),
                    (State::DocumentType(1), Some(b'>')) => (1, State::Text),
                    (State::DocumentType(depth), Some(b'>')) => (1, State::DocumentType(depth - 1)),
                    (state, _) => (1, state),
                },
            };
            self.state = next;
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        found
    }

    /// Whether a comment or a mark of character data stands in a value, of which the XML reader then
    /// gives a part only.
    pub fn cuts_value(&self) -> bool {
        self.cuts_value
    }

    fn in_value(&self) -> bool {
        match &self.place {
            Place::Element(name, _) => name.rsplit(|b| *b == b':').next() == Some(b"v"),
            _ => false,
        }
    }

    fn keep(&mut self, part: &[u8]) {
        let room = NAME.saturating_sub(self.tag.len()).min(part.len());
        self.tag.extend_from_slice(part.get(..room).unwrap_or_default());
        self.last = part.last().copied().unwrap_or(self.last);
    }

    /// What a tag means, read as the XML reader reads it.
    fn tag_ended(&mut self, found: &mut Vec<u64>) {
        let is_end = self.tag.first() == Some(&b'/');
        let is_empty = !is_end && self.last == b'/';
        let name = self.tag.get(usize::from(is_end)..).unwrap_or_default();
        let length = name.iter().position(|b| b.is_ascii_whitespace() || *b == b'/');
        let name = name.get(..length.unwrap_or(name.len())).unwrap_or_default();
        let local = name.iter().rposition(|b| *b == b':').map_or(0, |at| at + 1);
        let local = name.get(local..).unwrap_or_default();
        match (&mut self.place, is_end) {
            (Place::Before, false) if local == b"sheetData" => {
                self.place = if is_empty { Place::Behind } else { Place::Rows };
            }
            (Place::Rows, true) if local == b"sheetData" => self.place = Place::Behind,
            (Place::Rows, false) if local == b"c" => {
                self.cells += 1;
                if !is_empty {
                    self.place = Place::Cell;
                }
            }
            (Place::Cell, true) if local == b"c" => self.place = Place::Rows,
            (Place::Cell, false) => {
                if local == b"f" && found.last() != Some(&(self.cells - 1)) {
                    found.push(self.cells - 1);
                }
                if !is_empty {
                    self.place = Place::Element(name.to_vec(), 1);
                }
            }
            (Place::Element(open, depth), is_end) if open == name && !is_empty => {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    self.place = Place::Cell;
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(xml: &str, size: usize) -> Vec<u64> {
        let mut scan = FormulaScan::default();
        xml.as_bytes().chunks(size).flat_map(|part| scan.push(part)).collect()
    }

    #[test]
    fn formulas_are_found_however_the_xml_is_cut() {
        let xml = "<?xml version=\"1.0\"?><!-- <sheetData><c><f> --><worksheet><cols><c><f/></c></cols>\
            <!----><sheetData><row r='1 > <c>'><c r=\"A1\"/><c><f>A1&lt;2</f></c><c><v>1</v></c>\
            <x:c t=\"str\" ><x:f t=\"shared\" si='0>1'/><x:v>f</x:v></x:c></row><!--><c><f>--->\
            <row><c><is><t>c &lt;f&gt; <f>no</f></t></is></c><c><f ca=\"1\" ><f></f><c></f ></c >\
            <c><![CDATA[<f>]]></c><fat/><c><formula/></c><c\n><f/><v>2</v></c></row></sheetData>\
            <c><f/></c></worksheet>";
        let expected = [1, 3, 5, 8];
        for size in 1..=xml.len() {
            assert_eq!(scan(xml, size), expected, "cut at every {size} bytes");
        }
        for (xml, cuts) in [
            ("<sheetData><c><v>1<!-- 2 -->3</v></c>", true),
            ("<sheetData><c><x:v><![CDATA[100]]></x:v></c>", true),
            ("<sheetData><c><is><t><![CDATA[100]]></t></is></c><!-- <v> --><c><v>1</v>", false),
        ] {
            let mut scan = FormulaScan::default();
            xml.as_bytes().chunks(3).for_each(|part| drop(scan.push(part)));
            assert_eq!(scan.cuts_value(), cuts, "{xml}");
        }
        assert_eq!(scan("<sheetData/><c><f/></c>", 1), [0; 0]);
    }
}
