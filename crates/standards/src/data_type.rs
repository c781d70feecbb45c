//! The data types of the 2017 catalogue guide (发改高技〔2017〕1272号), one letter each.

/// What a value is, as the guide's catalogue forms write it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
pub enum DataType {
    /// 字符型: text.
    C,
    /// 数值型: a decimal number.
    N,
    /// 货币型: an amount of money.
    Y,
    /// 日期型: a calendar date.
    D,
    /// 日期时间型: a date with the time of day.
    T,
    /// 逻辑型: yes or no.
    L,
    /// 备注型: longer text.
    M,
    /// 通用型: anything else, such as a file.
    G,
    /// 双精度型: a binary floating-point number of 64 bits.
    B,
    /// 整型: a whole number.
    I,
    /// 浮点型: a binary floating-point number.
    F,
}

impl DataType {
    /// The letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        self.into()
    }

    /// Whether values are numbers, which sort and sum as such.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::N | Self::Y | Self::B | Self::I | Self::F)
    }

    /// Whether values are text, kept as written, leading zeros and all.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::C | Self::M | Self::G)
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn each_type_is_its_letter_in_text_and_json() {
        for data_type in DataType::VARIANTS {
            let letter = data_type.letter();
            assert_eq!(letter.parse::<DataType>().unwrap(), *data_type);
            assert_eq!(serde_json::to_string(data_type).unwrap(), format!("{letter:?}"));
        }
    }

    #[test]
    fn money_is_a_number_and_a_memo_is_text() {
        assert!(DataType::Y.is_numeric());
        assert!(DataType::M.is_text());
        assert!(!DataType::D.is_numeric() && !DataType::D.is_text());
    }
}
