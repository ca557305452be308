//! The count that the shared texts of a workbook begin with. The XML reader makes room for as many
//! texts as a workbook says it has before the first is read, and a workbook may say anything: memory
//! that is not there would end the program. It is the only number of a workbook that is trusted so.

use memchr::memmem;

/// Hides the count from the XML reader; `start` is the start of the part. What may stand before the
/// element of the texts is narrow on purpose: nothing may be read here in another way than the
/// reader reads it.
///
/// # Errors
/// What is wrong with the part: it does not begin as shared texts do.
pub(super) fn hide_count(start: &mut [u8]) -> Result<(), &'static str> {
    const WRONG: &str = "does not begin as the shared texts of a workbook do";
    let mut at = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let tag = loop {
        let rest = start.get(at..).unwrap_or_default();
        at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = start.get(at..).unwrap_or_default();
        let (opening, closing) = match rest {
            [b'<', b'?', b'a'..=b'z', ..] => (2, &b"?>"[..]),
            [b'<', b'!', b'-', b'-', ..] => (4, &b"-->"[..]),
            [b'<', ..] => break at,
            _ => return Err(WRONG),
        };
        let inside = rest.get(opening..).unwrap_or_default();
        at += opening + memmem::find(inside, closing).ok_or(WRONG)? + closing.len();
    };
    let mut quote = None;
    let length = start.iter().skip(tag).position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), _) if open == *byte => {
            quote = None;
            false
        }
        _ => false,
    });
    let tag = start.get_mut(tag..tag + length.ok_or(WRONG)?).unwrap_or_default();
    let name = tag.get(1..).unwrap_or_default();
    let ends = name.iter().position(|b| b.is_ascii_whitespace() || *b == b'/');
    let name = name.get(..ends.unwrap_or(name.len())).unwrap_or_default();
    if name.rsplit(|byte| *byte == b':').next() != Some(b"sst") {
        return Err(WRONG);
    }
    while let Some(at) = memmem::find(tag, b"uniqueCount") {
        if let Some(first) = tag.get_mut(at) {
            *first = b'U';
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Result<String, &'static str> {
        let mut bytes = text.as_bytes().to_vec();
        hide_count(&mut bytes).map(|()| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn the_count_is_hidden_wherever_it_stands_and_nothing_else_is() {
        for before in ["", "\u{feff}", "<?xml version=\"1.0\"?>\r\n", "<!-- <si <sst> --> <!---->"]
        {
            for (element, expected) in [
                ("<sst uniqueCount=\"9\">", "<sst UniqueCount=\"9\">"),
                ("<x:sst a='>' uniqueCount = '9' />", "<x:sst a='>' UniqueCount = '9' />"),
                (
                    "<sst\nuniqueCount='1'\tuniqueCount='2'>",
                    "<sst\nUniqueCount='1'\tUniqueCount='2'>",
                ),
                ("<sst>", "<sst>"),
            ] {
                let texts = "<si><t>uniqueCount</t></si>";
                assert_eq!(
                    hidden(&format!("{before}{element}{texts}")),
                    Ok(format!("{before}{expected}{texts}"))
                );
            }
        }
    }

    #[test]
    fn what_does_not_begin_as_shared_texts_do_is_refused() {
        for start in [
            "",
            "<sst",
            "<sst a='>",
            "<!-- <sst>",
            "<?xml",
            "<?><sst>",
            "text<sst>",
            "<a><sst>",
            "<!DOCTYPE a><sst>",
            "<![CDATA[>]]><sst>",
            "</sst><sst>",
            "<sstx>",
        ] {
            assert!(hidden(start).is_err(), "{start}");
        }
    }
}
