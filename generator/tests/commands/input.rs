//! 100 MB on standard input: every kind ends with a clear result, and within 4 GiB of memory.

use std::io::Write;
use std::process::{Command, Stdio};

/// The size of the input, in bytes.
const SIZE: usize = 100_000_000;

/// The limit of memory, in KiB: a number of one digit takes 32 times its text.
const MEMORY: usize = 4 * 1024 * 1024;

/// Writes a start, a part again and again, and an end; returns the status and both outputs.
fn check(start: &str, part: &str, end: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" check -")])
        .arg(env!("CARGO_BIN_EXE_oasmith"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    stdin.write_all(start.as_bytes()).expect("it is read");
    let parts = part.repeat(1_000);
    for _ in 0..SIZE / parts.len() {
        stdin.write_all(parts.as_bytes()).expect("it is read");
    }
    stdin.write_all(end.as_bytes()).expect("it is read");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
#[ignore = "takes minutes"]
fn large_input_ends_with_a_result() {
    let head = "{\"openapi\": \"3.1.0\", \"info\": {\"title\": \"t\", \"version\": \"1\"}, \"paths\": {}, \"x-a\": ";
    let good = "1 description, 0 errors, 0 warnings\n";
    let bad = "1 description, 1 error, 0 warnings\n";
    let too_many = "error[syntax]: too large: all files of a description together may have \
                    10 million nodes\n";
    for (start, part, end, code, out, err) in [
        (&*format!("{head}\""), "a", "\"}", 0, good, ""),
        // 50 million numbers are more nodes than a description may have, whether it ends or not.
        (&format!("{head}[0"), ",0", "]}", 1, bad, too_many),
        (&format!("{head}[0"), ",0", "", 1, bad, too_many),
        (
            &format!("{head}[\""),
            "a",
            "",
            1,
            bad,
            "error[syntax]: invalid JSON: ",
        ),
        ("", "[", "", 1, bad, "error[syntax]: "),
        ("", "a", "", 1, bad, "error[not-openapi]: "),
        ("", " ", "", 1, bad, "error[not-openapi]: "),
    ] {
        let (status, printed, reported) = check(start, part, end);
        let what = format!("{start} {part}: {}", &reported[..reported.len().min(300)]);
        assert_eq!(status, Some(code), "{what}");
        assert_eq!(printed, out, "{what}");
        assert!(reported.starts_with(err), "{what}");
        assert!(reported.len() < 2_000, "{} bytes", reported.len());
    }
}
