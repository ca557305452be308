//! Texts that would do harm where somebody took them for more than text.

/// Every text, each with what it is after in front. The order never changes.
pub fn payloads() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    // Formulas of a spreadsheet.
    for sign in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        all.push(format!("{sign}HYPERLINK(\"http://x.example\",A1)"));
    }
    let texts = [
        " =1+1",
        "\u{a0}=1+1",
        "\u{3000}=1+1",
        "\u{feff}=1+1",
        "\t=1+1",
        "\u{200b}=1+1",
        "=cmd|' /C calc'!A0",
        "=\"=1+1\"",
        "\"=1+1",
        "'=1+1",
        "x;=1+1",
        "x; @SUM(A1)",
        "x;\"=1+1",
        "x,=1+1",
        "x\t=1+1",
        "x\n=1+1",
        "x\r\n=1+1,\"",
        "-",
        // Pages.
        "<script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "</title></textarea></script><b>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)' x='",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc=x>",
        "<!-- <b> --> ]]> <?x ?>",
        "&lt;script&gt;&#60;b&#62;&amp;",
        "{{7*7}} {% include x %}",
        "javascript:alert(1)",
        "`</code><b>`",
        // Markdown.
        "[x](javascript:alert(1)) ![](http://x.example/a.png)",
        "# head\n\n| a | b |\n|---|---|",
        // Terminals.
        "\u{1b}[2J\u{1b}[1;31mred\u{1b}[0m",
        "\u{1b}]0;title\u{7}",
        "\u{1b}]8;;http://x.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
        "\u{1b}]52;c;ZXZpbA==\u{7}",
        "\u{1b}P+q544e\u{1b}\\\u{1b}[6n",
        "1,000.00 unpaid\r0.00 paid",
        "abc\u{8}\u{8}\u{8}xyz",
        "a\u{b}\u{c}b\u{7f}",
        "\u{9b}2J\u{9d}0;x\u{9c}\u{90}x\u{9c}\u{85}",
        "\0nul\0",
        "\u{202e}fdp.exe",
        "\u{2066}a\u{2067}b\u{2069}\u{200f}",
        "a\u{200b}b\u{feff}c\u{2060}d\u{ad}e",
        "a\u{2028}b\u{2029}c",
        "tag\u{e0041}\u{e0042}\u{e007f}",
        // Paths and shells.
        "../../../etc/passwd",
        "..\\..\\x",
        "C:\\Windows\\x",
        "\\\\server\\share",
        "/dev/null",
        "CON",
        "NUL.txt",
        "aux",
        "name. . ",
        "~",
        "--force",
        "$(touch x)`touch x`",
        "%TEMP%; rm -rf x | y & z",
        // Calendars.
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:more",
        "a;b:c,d\\n\\;e",
        // Other reports.
        "x\r\nEntry Number\r\n9Q910000011\r\n",
        "Žluťoučký \u{5e9}\u{5dc}\u{5d5}\u{5dd} 日本 😀",
    ];
    all.extend(texts.map(str::to_owned));
    all.push(format!("long {}", "L".repeat(5_000)));
    all
}

/// The same number of texts that harm nobody.
pub fn plain() -> Vec<String> {
    (0..payloads().len()).map(|at| format!("Plain {at}")).collect()
}

/// Whether a terminal obeys a character, or nobody sees it. This list is the test's own.
pub fn misleads(c: char) -> bool {
    matches!(u32::from(c),
        0..0x20 | 0x7f..=0x9f | 0x61c | 0x180e | 0x200b | 0x200e | 0x200f | 0x2028..=0x202e
        | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe007f)
}
