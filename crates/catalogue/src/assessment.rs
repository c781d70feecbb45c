//! What an agency must have assessed before it submits an entry.
//!
//! Decree 809 (政务数据共享条例), art. 13: secrecy and personal-information
//! impact are assessed, and the head of the agency's data-sharing work consents.

use jiff::civil::Date;

/// One assessment and its conclusion.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Assessment {
    /// What was concluded, in words.
    pub conclusion: String,
    /// The person or office that assessed.
    pub assessor: String,
    /// When.
    pub on: Date,
}

/// The consent of the head of the agency's data-sharing work.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Consent {
    /// Who consented, by office and name.
    pub head: String,
    /// When.
    pub on: Date,
}

/// The assessments and the consent of one version of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Assessments {
    /// 保密审查: whether it holds state or work secrets.
    pub secrecy: Option<Assessment>,
    /// 个人信息保护影响评估.
    pub personal_information: Option<Assessment>,
    /// 政务数据共享工作负责人同意.
    pub consent: Option<Consent>,
}

/// A part of [`Assessments`] that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Missing {
    /// No assessment of secrecy.
    Secrecy,
    /// No assessment of the impact on personal information.
    PersonalInformation,
    /// No consent of the head.
    Consent,
}

impl Assessments {
    /// What art. 13 asks for and is not there, in its order.
    pub fn missing(&self) -> Vec<Missing> {
        let told = |assessment: &Option<Assessment>| {
            assessment.as_ref().is_some_and(|it| !it.conclusion.trim().is_empty())
        };
        let mut missing = Vec::new();
        if !told(&self.secrecy) {
            missing.push(Missing::Secrecy);
        }
        if !told(&self.personal_information) {
            missing.push(Missing::PersonalInformation);
        }
        if self.consent.as_ref().is_none_or(|consent| consent.head.trim().is_empty()) {
            missing.push(Missing::Consent);
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_assessment_without_a_conclusion_counts_as_missing() {
        let blank =
            Assessment {
                conclusion: " ".into(), assessor: "办公室".into(), on: date(2026, 3, 2)
            };
        let told = Assessment { conclusion: "不涉密".into(), ..blank.clone() };
        let assessments =
            Assessments { secrecy: Some(told), personal_information: Some(blank), consent: None };
        assert_eq!(assessments.missing(), [Missing::PersonalInformation, Missing::Consent]);
    }
}
