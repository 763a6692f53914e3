//! Formats of strings.

use crate::runtime::validate::text_formats::Format::{self, *};

#[test]
fn texts_have_a_format_or_not() {
    let cases: &[(Format, &[&str], &[&str])] = &[
        (
            Base64Url,
            &["", "aGVsbG8", "aGVsbG8=", "_-8"],
            &["a+b/", "a", "a=", "aGVsbG8=="],
        ),
        (
            Byte,
            &["", "aGVsbG8=", "aGVsbG8", "aGVs\r\nbG8="],
            &["hello!", "a", "aGVs=bG8"],
        ),
        (
            Ipv4,
            &["127.0.0.1"],
            &["127.0.0.256", "127.1", "127.0.0.01"],
        ),
        (
            Ipv6,
            &["::1", "::ffff:1.2.3.4"],
            &["1", ":::", "fe80::1%eth0"],
        ),
        (
            Uuid,
            &["123e4567-e89b-12d3-a456-426614174000"],
            &[
                "123e4567e89b12d3a456426614174000",
                "123e4567-e89b-12d3-a456-42661417400g",
                "123e4567-e89b-12d3-a456-426614174000-",
            ],
        ),
        (Char, &["a", "ß"], &["", "ab"]),
        (
            Date,
            &["2024-02-29"],
            &["2023-02-29", "2024-2-29", "2024-02-29Z", "+024-02-29", ""],
        ),
        (
            DateTime,
            &[
                "2024-01-01T12:00:00Z",
                "2024-01-01t12:00:00.5+01:30",
                "2024-01-01 12:00:00Z",
                "2016-12-31T23:59:60Z",
                "2017-01-01T00:59:60+01:00",
            ],
            &[
                "2016-12-31T22:59:60Z",
                "2024-01-01T12:00:00",
                "2024-01-01",
                "2024-01-01T24:00:00Z",
                "2024-01-01T12:00Z",
            ],
        ),
        (
            Decimal,
            &["1", "-1.50", "0.1"],
            &["", "1.", ".5", "1e5", "1,5", "NaN"],
        ),
        (
            Duration,
            &["P1D", "P3Y6M4DT12H30M5S", "PT0.5S", "P4W", "PT36H"],
            &[
                "", "P", "PT", "1D", "P1S", "P1DT", "PT1M1H", "P1.5DT1H", "P-1D", "P1W2D", "P1WT1H",
            ],
        ),
        (
            Email,
            &[
                "a@b",
                "joe.bloggs+tag@example.com",
                "\"a b\"@example.com",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
            ],
            &[
                "",
                "a",
                "@b",
                "a@",
                "a b@c",
                "a..b@c",
                ".a@b",
                "a@b c",
                "a@-b",
                "ü@b",
                "a@[1]",
                "\"a\"b\"@c",
            ],
        ),
        (IdnEmail, &["ü@bücher.example"], &["ü", "ü @b"]),
        (
            Hostname,
            &[
                "localhost",
                "a-b.example.com",
                "1.example",
                "r3---sn.a",
                "XN--bcher-KVA",
            ],
            &[
                "",
                "-a",
                "a-",
                "a..b",
                "a_b",
                "a.",
                "bücher",
                "xn--",
                "xn--a-",
                "xn--x",
                "xn--l-fda",
            ],
        ),
        (
            IdnHostname,
            &[
                "bücher.example",
                "bücher。example",
                "l·l",
                "א׳ב.example",
                "क्\u{200d}ष",
                "・ぁ",
            ],
            &[
                "bücher example",
                "",
                "bü--x-",
                "l·a",
                "aא",
                "0a.א",
                "א0\u{660}",
                "क\u{200d}ष",
                "・",
                "\u{300}a",
                "\u{3002}",
                "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü",
            ],
        ),
        (
            Uri,
            &[
                "https://user:pass@example.com:8080/a/b;c?d=e&f#g",
                "mailto:a@b.c",
                "urn:isbn:1",
                "http://[::1]/",
                "http://a",
                "file:///etc/hosts",
                "a:",
            ],
            &[
                "",
                "example.com",
                "/a",
                "//a",
                ":a",
                "1a:b",
                "http://a b",
                "http://a/%zz",
                "http://[x]/",
                "http://a:b/",
                "http://a/{b}",
                "http://ü",
                "http://a/\\b",
            ],
        ),
        (
            UriReference,
            &["", "/a", "//a/b", "a/b:c", "?a", "#b", "../a"],
            &["1:b", "a b", "\\a", "#a#b"],
        ),
        (Iri, &["http://ü/ß?ä"], &["ü", "http://a b"]),
        (IriReference, &["ü", "/ß"], &["a b"]),
        (
            UriTemplate,
            &[
                "",
                "/a{/b}{?c,d*,e:3}",
                "http://a/{+b}",
                "a'b",
                "{a.b:1000}",
            ],
            &[
                "{",
                "}",
                "{}",
                "{a",
                "a b",
                "{a b}",
                "{a:b}",
                "{a:0}",
                "{a:10000}",
                "{a..b}",
            ],
        ),
        (
            JsonPointer,
            &["", "/", "/a~0b/~1", "/a b"],
            &["a", "/~", "/~2"],
        ),
        (
            RelativeJsonPointer,
            &["0", "1#", "12/a/b"],
            &["", "#", "01", "1a", "/a", "-1"],
        ),
        (
            Time,
            &[
                "12:00:00Z",
                "23:59:60+00:00",
                "12:00:00",
                "12:00:00.123-08:00",
            ],
            &[
                "",
                "12:00",
                "24:00:00Z",
                "12:60:00Z",
                "12:00:00.Z",
                "12:00:00+1:00",
                "12:00:00 Z",
            ],
        ),
    ];
    for (format, right, wrong) in cases {
        for text in *right {
            assert!(format.fits(text), "{text:?} is a {}", format.name());
        }
        for text in *wrong {
            assert!(!format.fits(text), "{text:?} is no {}", format.name());
        }
    }
}
