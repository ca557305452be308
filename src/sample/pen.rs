//! Numbers and amounts as ES-003 prints them, appended to a buffer.

/// Appends a whole number.
pub(super) fn number(value: u64, out: &mut Vec<u8>) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a whole number filled up with zeros on the left.
pub(super) fn padded(value: u64, width: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + width, b'0');
    let mut rest = value;
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

/// Appends an amount of cents as a cell: `$850.00`, and `"$1,234.56"` in quotes for its commas.
pub(super) fn money(cents: i64, out: &mut Vec<u8>) {
    if cents == 0 {
        out.extend_from_slice(b"$0.00");
        return;
    }
    let mut text = [0u8; 40];
    let mut at = text.len();
    let mut rest = cents.unsigned_abs();
    let mut put = |byte: u8| {
        at -= 1;
        text[at] = byte;
    };
    let quoted = rest >= 100_000;
    if quoted {
        put(b'"');
    }
    for _ in 0..2 {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    put(b'.');
    let mut count = 0;
    while rest > 0 || count == 0 {
        if count > 0 && count % 3 == 0 {
            put(b',');
        }
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
        count += 1;
    }
    put(b'$');
    if cents < 0 {
        put(b'-');
    }
    if quoted {
        put(b'"');
    }
    out.extend_from_slice(&text[at..]);
}

/// Appends a text as a cell, in quotes where it needs them.
pub(super) fn text(text: &[u8], out: &mut Vec<u8>) {
    if !text.iter().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    for &byte in text {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cents;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn amounts_look_as_in_the_report_and_read_back() {
        for (cents, cell) in [
            (0, "$0.00"),
            (5, "$0.05"),
            (99_999, "$999.99"),
            (100_000, "\"$1,000.00\""),
            (256_749, "\"$2,567.49\""),
            (-12_345_678_901, "\"-$123,456,789.01\""),
            (99_999_999_999_999, "\"$999,999,999,999.99\""),
        ] {
            let printed = written(|out| money(cents, out));
            assert_eq!(printed, cell);
            assert_eq!(Cents::read(printed.trim_matches('"').as_bytes()), Ok(Cents(cents)));
        }
    }

    #[test]
    fn numbers_and_texts() {
        assert_eq!(written(|out| number(0, out)), "0");
        assert_eq!(written(|out| number(u64::MAX, out)), u64::MAX.to_string());
        assert_eq!(written(|out| padded(42, 7, out)), "0000042");
        assert_eq!(written(|out| text(b"Plain Inc", out)), "Plain Inc");
        assert_eq!(written(|out| text(b"A \"B\", Inc", out)), "\"A \"\"B\"\", Inc\"");
    }
}
