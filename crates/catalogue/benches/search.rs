//! Search over a million entries: p50 and p99 of a realistic mix of queries.
//!
//! `cargo bench -p zt-catalogue --bench search` builds the index once in a
//! temporary folder (`ENTRIES=100000` for a smaller one), then runs the mix on one
//! thread and prints one line of JSON. The entries are made by a fixed generator
//! from words of real catalogues and service lists, skewed as those are: a few
//! words are in every second name, most in few.

use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use strum::VariantArray as _;
use zt_catalogue::{
    Cycle, EntryCode, Grade, Openness, SharingType,
    search::{Change, Document, Query, SearchIndex, Sort, Summary, View},
};
use zt_kernel::{AgencyId, EntryId};

/// Agencies of a province with its cities and counties.
const AGENCIES: u64 = 3_000;

/// Queries timed; p99 rests on the slowest hundred.
const QUERIES: usize = 10_000;

const PLACES: &[&str] = &[
    "省级",
    "市级",
    "前锋区",
    "广安区",
    "西湖区",
    "余杭区",
    "滨江区",
    "萧山区",
    "上城区",
    "拱墅区",
    "临平区",
    "富阳区",
    "临安区",
    "桐庐县",
    "淳安县",
    "建德市",
    "武胜县",
    "邻水县",
    "岳池县",
    "华蓥市",
];

const SUBJECTS: &[&str] = &[
    "企业",
    "个体工商户",
    "社会团体",
    "民办非企业单位",
    "基金会",
    "住房公积金",
    "不动产",
    "房屋",
    "物业维修资金",
    "房地产开发",
    "建筑工程",
    "施工许可",
    "道路运输",
    "机动车",
    "驾驶员",
    "公共交通",
    "停车场",
    "桥梁",
    "水利工程",
    "取水许可",
    "排污许可",
    "环境影响评价",
    "空气质量",
    "水质监测",
    "危险废物",
    "森林防火",
    "林木采伐",
    "耕地保护",
    "农作物种子",
    "兽药经营",
    "动物检疫",
    "食品经营",
    "食品生产",
    "药品零售",
    "医疗机构",
    "医师执业",
    "护士执业",
    "预防接种",
    "新冠疫情",
    "传染病",
    "婚姻登记",
    "殡葬服务",
    "养老机构",
    "残疾人",
    "低保对象",
    "特困人员",
    "孤儿",
    "退役军人",
    "学校",
    "幼儿园",
    "教师资格",
    "学生资助",
    "高校毕业生",
    "就业创业",
    "失业保险",
    "工伤认定",
    "社会保险",
    "医疗保险",
    "生育津贴",
    "劳动合同",
    "人力资源服务",
    "出入境",
    "户籍",
    "居住证",
    "身份证",
    "流动人口",
    "消防安全",
    "安全生产",
    "烟花爆竹",
    "危险化学品",
    "特种设备",
    "计量器具",
    "商标",
    "专利",
    "行政处罚",
    "行政许可",
    "信用评价",
    "纳税人",
    "增值税发票",
    "财政预算",
    "政府采购",
    "招标投标",
    "国有资产",
    "统计年鉴",
    "气象观测",
    "地震台站",
    "文物保护",
    "图书馆",
    "博物馆",
    "旅行社",
    "体育场馆",
    "广播电视",
    "宗教场所",
    "律师事务所",
    "公证机构",
    "法律援助",
    "人民调解",
    "电梯",
    "燃气经营",
    "供水管网",
    "垃圾分类",
    "城市绿化",
    "广告牌",
    "占道经营",
    "犬只",
    "公厕",
];

const KINDS: &[&str] = &[
    "信息",
    "登记信息",
    "基本信息",
    "备案信息",
    "许可信息",
    "名录",
    "统计数据",
    "检查记录",
    "处罚信息",
    "变更信息",
    "注销信息",
    "年度报告",
    "监测数据",
    "清单",
    "办理结果",
    "资格证书",
    "缴存明细",
    "补贴发放",
    "维修记录",
    "分布情况",
];

const COLUMNS: &[&str] = &[
    "统一社会信用代码",
    "单位名称",
    "法定代表人",
    "登记日期",
    "有效期",
    "地址",
    "联系电话",
    "行政区划",
    "经度",
    "纬度",
    "证件号码",
    "姓名",
    "性别",
    "出生日期",
    "金额",
    "面积",
    "数量",
    "状态",
    "批准文号",
    "备注",
];

/// What people type, by how often they do.
const TYPED: &[(&str, u64)] = &[
    ("", 12),
    ("信息", 4),
    ("企业登记", 8),
    ("公积金", 8),
    ("住房公积金缴存", 5),
    ("维修", 8),
    ("物业维修资金", 4),
    ("空气质量监测", 5),
    ("食品经营许可", 6),
    ("学校", 6),
    ("西湖区 停车场", 4),
    ("行政处罚", 6),
    ("低保对象", 4),
    ("身份证", 3),
    ("统一社会信用代码", 4),
    ("登记日期 地址", 3),
    ("weixiu", 3),
    ("gongjijin", 2),
    ("xzcf", 2),
    ("电梯 维修记录", 4),
    ("医疗机构名录", 4),
    ("危险化学品", 3),
    ("不动产登记信息", 4),
    ("桥粱", 1),
    ("住房公积全", 1),
    ("文物保护", 2),
    ("海关", 1),
    ("301001/000017", 2),
    ("数据", 2),
    ("企业 许可信息 有效期", 3),
];

/// A small fixed generator: the same entries and queries on every machine.
struct Dice(u64);

impl Dice {
    /// `SplitMix64`.
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    /// An index that is small more often than large.
    fn skewed(&mut self, bound: u64) -> u64 {
        let first = self.below(bound);
        self.below(first + 1)
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[usize::try_from(self.below(list.len() as u64)).unwrap_or(0)]
    }

    fn pick_skewed<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[usize::try_from(self.skewed(list.len() as u64)).unwrap_or(0)]
    }
}

fn document(id: i64, dice: &mut Dice) -> Document {
    let (place, subject, kind) =
        (*dice.pick(PLACES), *dice.pick(SUBJECTS), *dice.pick_skewed(KINDS));
    let branch = ["101", "102", "103", "201", "203", "209", "301", "302", "303"];
    let classification = format!("{}{:03}", dice.pick_skewed(&branch), dice.below(40));
    let code: EntryCode = format!("{classification}/{id:06}").parse().expect("a code");
    let columns: Vec<&str> = (0..8).map(|_| *dice.pick(COLUMNS)).collect();
    let published_on: Date = date(2020, 1, 1)
        .saturating_add(jiff::Span::new().days(i64::try_from(dice.below(2_300)).unwrap_or(0)));
    let summary = Summary {
        id: EntryId(id),
        code,
        name: format!("{place}{subject}{kind}"),
        name_en: String::new(),
        abstract_: format!(
            "{place}{subject}主管部门履行职责形成的{kind}，包括{}等，按规定向有关部门共享。",
            columns[0]
        ),
        agency: AgencyId(i64::try_from(dice.skewed(AGENCIES)).unwrap_or(0) + 1),
        sharing: *dice.pick_skewed(SharingType::VARIANTS),
        grade: *dice.pick_skewed(&Grade::ALL[..4]),
        cycle: *dice.pick(Cycle::VARIANTS),
        openness: *dice.pick_skewed(Openness::VARIANTS),
        published_on,
        items: 8,
    };
    let text = format!("{} {} {}", summary.abstract_, summary.code, columns.join(" "));
    Document { summary, text }
}

fn query(dice: &mut Dice) -> Query {
    let total: u64 = TYPED.iter().map(|(_, weight)| weight).sum();
    let mut at = dice.below(total);
    let text = TYPED
        .iter()
        .find(|(_, weight)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found
        })
        .map_or("", |(text, _)| text);
    let mut query = Query {
        text: text.to_owned(),
        view: if dice.below(4) == 0 { View::Open } else { View::Resource },
        limit: 20,
        facets: true,
        ..Query::default()
    };
    // Every third search is narrowed, every tenth sorted otherwise.
    match dice.below(9) {
        0 => query.agencies = vec![AgencyId(i64::try_from(dice.skewed(AGENCIES)).unwrap_or(0) + 1)],
        1 => query.sharing = vec![*dice.pick(SharingType::VARIANTS)],
        2 => query.regions = vec![330_100 + u32::try_from(dice.below(20)).unwrap_or(0)],
        _ => {}
    }
    match dice.below(20) {
        0 => query.sort = Sort::Date,
        1 => query.sort = Sort::Name,
        _ => {}
    }
    query
}

fn main() {
    let entries: i64 =
        std::env::var("ENTRIES").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = SearchIndex::open(folder.path()).expect("an index");
    let mut dice = Dice(20_261_125);
    let started = Instant::now();
    index.clear().expect("an empty index");
    for id in 1..=entries {
        index.add([document(id, &mut dice)]).expect("an entry is indexed");
    }
    index.finish(1).expect("the index is committed");
    let built = started.elapsed();
    // One change more, as a running process sees them.
    index.apply([Change::Remove(EntryId(1))], 2).expect("a change is followed");

    let regions: Vec<u32> =
        (0..=AGENCIES).map(|agency| 330_100 + u32::try_from(agency % 20).unwrap_or(0)).collect();
    for _ in 0..200 {
        index.search(&query(&mut dice), &regions).expect("an answer");
    }
    let mut times: Vec<(Duration, String)> = Vec::with_capacity(QUERIES);
    let mut found = 0_u64;
    for _ in 0..QUERIES {
        let query = query(&mut dice);
        let started = Instant::now();
        let results = index.search(&query, &regions).expect("an answer");
        times.push((started.elapsed(), query.text));
        found += results.total;
    }
    times.sort();
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index within the list"
        )]
        #[expect(clippy::cast_precision_loss, reason = "ten thousand is exact")]
        let index = ((times.len() - 1) as f64 * share) as usize;
        times[index].0.as_secs_f64() * 1e3
    };
    let slowest: Vec<&str> = times.iter().rev().take(10).map(|(_, text)| text.as_str()).collect();
    let line = serde_json::json!({
        "bench": "search",
        "entries": entries,
        "build_s": built.as_secs_f64(),
        "queries": QUERIES,
        "mean_total": found / QUERIES as u64,
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "max_ms": at(1.0),
        "slowest": slowest,
    });
    #[expect(clippy::print_stdout, reason = "the bench's result")]
    {
        println!("{line}");
    }
}
