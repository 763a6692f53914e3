//! Exact decimals.

use std::cmp::Ordering;

use crate::source::Number;

/// `0.DIGITS` times ten to the power of the exponent; zero has no digits.
#[derive(Debug, Eq, PartialEq)]
pub struct Decimal {
    negative: bool,
    /// The digits, without zeros at either end.
    digits: Vec<u8>,
    exponent: i64,
}

/// The maximum number of zeros that a division appends.
const MAX_ZEROS: i64 = 10_000;

impl Decimal {
    /// A number in JSON's grammar.
    pub fn new(number: &Number) -> Self {
        let (negative, text) = match number.0.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, &*number.0),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.bytes().chain(fraction.bytes());
        let digits: Vec<u8> = digits.map(|digit| digit.wrapping_sub(b'0')).collect();
        let exponent = exponent.trim_start_matches('+');
        // Exponents beyond 64 bits are all alike.
        let exponent = exponent.parse().unwrap_or(match exponent.as_bytes() {
            [b'-', ..] => i64::MIN / 2,
            _ => i64::MAX / 2,
        });
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        let exponent = exponent.saturating_add(whole.len() as i64 - zeros as i64);
        let end = digits.iter().rposition(|digit| *digit != 0);
        let digits = end.map_or(&[][..], |end| digits.get(zeros..=end).unwrap_or_default());
        Self {
            negative: negative && !digits.is_empty(),
            exponent: if digits.is_empty() { 0 } else { exponent },
            digits: digits.to_vec(),
        }
    }

    /// The order of two numbers, whatever their digits.
    pub fn compare(one: &Number, other: &Number) -> Ordering {
        Self::new(one).cmp(&Self::new(other))
    }

    /// Whether the number is greater than 0.
    pub fn is_positive(&self) -> bool {
        !self.negative && !self.digits.is_empty()
    }

    /// The number of digits, without zeros at either end.
    pub fn precision(&self) -> usize {
        self.digits.len()
    }

    /// Whether the number is an integer.
    pub fn is_whole(&self) -> bool {
        self.digits.len() as i64 <= self.exponent || self.digits.is_empty()
    }

    /// Whether it is a multiple of another number; `None` if that takes too many steps.
    pub fn is_multiple_of(&self, other: &Self) -> Option<bool> {
        let lowest = |decimal: &Self| decimal.exponent.saturating_sub(decimal.digits.len() as i64);
        if self.digits.is_empty() || other.digits.is_empty() {
            return Some(true);
        }
        let scale = lowest(self).min(lowest(other));
        let zeros = |decimal: &Self| lowest(decimal).saturating_sub(scale);
        if zeros(self) > MAX_ZEROS || zeros(other) + other.digits.len() as i64 > 37 {
            return None;
        }
        let digits = |decimal: &Self| {
            let zeros = std::iter::repeat_n(0, zeros(decimal) as usize);
            let digits = decimal.digits.clone().into_iter().chain(zeros);
            digits.map(u128::from)
        };
        let divisor = digits(other).fold(0, |number, digit| number * 10 + digit);
        let rest = digits(self).fold(0, |rest, digit| (rest * 10 + digit) % divisor);
        Some(rest == 0)
    }

    /// A text that equal numbers share.
    pub fn canonical(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let digits = self.digits.iter().map(|digit| char::from(digit + b'0'));
        format!("{sign}{}e{}", digits.collect::<String>(), self.exponent)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |decimal: &Self| match (decimal.digits.is_empty(), decimal.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = self
            .exponent
            .cmp(&other.exponent)
            .then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then(match self.negative {
            true => size.reverse(),
            false => size,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Decimal;
    use crate::source::Number;

    fn decimal(text: &str) -> Decimal {
        Decimal::new(&Number(text.into()))
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let ordered = [
            "-1e99999999999999999999",
            "-12",
            "-1.5",
            "-0.001",
            "0",
            "1e-99999999999999999999",
            "0.1",
            "0.11",
            "1",
            "9.99",
            "10",
            "18446744073709551615",
            "18446744073709551616",
            "1e400",
        ];
        for (left, low) in ordered.iter().enumerate() {
            for (right, high) in ordered.iter().enumerate() {
                let order = decimal(low).cmp(&decimal(high));
                assert_eq!(order, left.cmp(&right), "{low} {high}");
            }
        }
        for (left, right) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("-0.0", "0"),
            ("0.010", "1E-2"),
            ("1e+1", "10.00"),
        ] {
            assert_eq!(decimal(left).cmp(&decimal(right)), Ordering::Equal);
            assert_eq!(decimal(left).canonical(), decimal(right).canonical());
        }
    }

    #[test]
    fn whole_numbers_have_nothing_behind_the_point() {
        for (text, whole) in [
            ("0", true),
            ("2.0", true),
            ("2.5", false),
            ("1e300", true),
            ("25e-1", false),
            ("1.5e1", true),
        ] {
            assert_eq!(decimal(text).is_whole(), whole, "{text}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        for (number, divisor, expected) in [
            ("0.3", "0.1", Some(true)),
            ("0.35", "0.1", Some(false)),
            ("-4.5", "1.5", Some(true)),
            ("0", "3", Some(true)),
            ("1e300", "0.5", Some(true)),
            ("1e300", "7", Some(false)),
            ("123456789012345678901234567890", "10", Some(true)),
            ("1", "0", Some(true)),
            ("1e99999999", "3", None),
            ("1", "1e-99999999", None),
        ] {
            let found = decimal(number).is_multiple_of(&decimal(divisor));
            assert_eq!(found, expected, "{number} {divisor}");
        }
    }
}
