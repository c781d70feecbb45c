//! Proposals for columns of real tables, and for columns that mislead.

use super::*;

/// Proposals for a column of these values, profiled as the lake would.
fn propose(column: &str, values: &[&str]) -> Vec<Proposal> {
    let registry = Registry::national();
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    for value in values {
        for kind in registry.detector().kinds(value).iter() {
            *counts.entry(kind).or_default() += 1;
        }
    }
    let kinds: Vec<_> = counts.into_iter().collect();
    let evidence = ColumnEvidence {
        checked: values.len() as u64,
        kinds: &kinds,
        samples: values,
        ..ColumnEvidence::default()
    };
    registry.propose(column, &evidence)
}

fn best(column: &str, values: &[&str]) -> String {
    propose(column, values).first().map(|best| best.element.to_string()).unwrap_or_default()
}

const NUMBERS: [&str; 3] = ["53010219200508011X", "34052419800101001X", "370101190102039973"];

/// Columns of the real tables in `data/opendata`, and the element each means.
#[test]
fn columns_of_real_tables_are_proposed_the_element_a_steward_would_choose() {
    for (column, values, element) in [
        ("date", &["2020-02-13"][..], "TIM001"),
        ("countryCode", &["AE", "AU", "BE"], "LOC019"),
        ("country", &["阿联酋", "澳大利亚"], "LOC018"),
        ("provinceCode", &["110000", "330000"], "LOC003"),
        ("cityCode", &["110101", "330100"], "LOC004"),
        ("confirmed", &["8", "15"], "HLT001"),
        ("schoolName", &["杭州市崇文小学"], "EDU002"),
        ("streetCode", &["330114004", "330102009"], "LOC008"),
        ("communityCode", &["330114004028000", "330102009008000"], "LOC010"),
        ("createTime", &["2022-06-08 10:11:42"], "TIM005"),
        ("qxmc", &["杭州市钱塘区"], "LOC002"),
        ("lng", &["120.158453", "120.181552"], "LOC013"),
        ("經度", &["120.372052"], "LOC013"),
        ("緯度", &["22.541141"], "LOC014"),
        ("發生時間", &["109年01月01日 14時15分00秒"], "TIM010"),
        ("車種", &["普通重型-機車"], "VEH002"),
        ("schoolTel", &["0571-82916566", "86624133、86659837"], "CON002"),
        ("enrollFileUrl", &["https://rxyj.hzedu.gov.cn/hzjyrx/1.pdf"], "CON004"),
        ("可售套数_上城", &["1793", "1790"], "QTY007"),
        ("商品房成交面积_上城", &["266775.84", "266259.12"], "QTY005"),
        ("jzmj", &["86.03", "119.34"], "HSE006"),
        ("forecastClassNum1", &["7", "6"], "EDU005"),
        ("mdmc", &["杭州好屋好房地产经纪有限公司"], "ORG002"),
        ("gpztValue", &["挂牌成功"], "HSE004"),
        ("active", &["True"], "REC002"),
        ("year", &["2022"], "TIM003"),
    ] {
        assert_eq!(best(column, values), element, "{column}");
    }
}

#[test]
fn content_finds_an_identity_column_whatever_it_is_called() {
    let proposals = propose("col7", &NUMBERS);
    assert_eq!(&*proposals[0].element, "PER001");
    assert!(matches!(proposals[0].reasons[0], Reason::Content { matched: 3, checked: 3, .. }));
}

#[test]
fn name_and_content_together_are_all_but_certain() {
    let proposals = propose("身份证号", &NUMBERS);
    assert_eq!(&*proposals[0].element, "PER001");
    assert!(proposals[0].score > 0.95);
}

#[test]
fn a_sensitive_name_that_content_contradicts_is_hardly_proposed() {
    let proposals = propose("身份证号", &["已核验", "未核验"]);
    let number = proposals.iter().find(|proposal| &*proposal.element == "PER001").unwrap();
    assert!(number.score <= 0.2);
    assert!(matches!(number.reasons[0], Reason::Contradicted { conform: 0, of: 2 }));
}

#[test]
fn a_sensitive_element_proposed_by_name_alone_says_so() {
    let registry = Registry::national();
    for column in ["银行卡号", "宗教信仰", "家庭住址"] {
        let proposals = registry.propose(column, &ColumnEvidence::default());
        assert_eq!(proposals[0].reasons[0], Reason::NameAloneOfSensitive, "{column}");
        assert!(proposals[0].score <= 0.5);
    }
}

/// Two mistakes other catalogues have made by name alone.
#[test]
fn an_academic_year_is_no_card_number_and_a_screen_number_no_person() {
    for proposal in propose("ACADEMIC_YEAR_CODE", &["2022", "2023"]) {
        assert_ne!(&*proposal.element, "FIN001");
    }
    let personal = ["PER001", "PER013", "FIN001", "CON003"];
    for proposal in propose("device", &["SCN-125", "SCN-126"]) {
        assert!(!personal.contains(&&*proposal.element));
    }
}

#[test]
fn an_empty_column_without_a_telling_name_gets_no_proposal() {
    assert_eq!(Registry::national().propose("f17", &ColumnEvidence::default()), []);
}

#[test]
fn every_proposal_scores_within_one_and_best_first() {
    for (column, values) in [("姓名", &["张三"][..]), ("date", &["2020-02-13"]), ("sj", &["x"])]
    {
        let scores: Vec<f32> = propose(column, values).iter().map(|p| p.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    }
}
