### 数据汇聚：导入、质量、数据集。

## 导航与权限

lake-nav-imports = 数据导入
lake-nav-datasets = 数据集
lake-who-steward = 持有该数据的部门的数据管理员
lake-who-holder = 持有该数据的部门，或审计人员

## 字段

lake-field-file = 文件
lake-field-state = 状态
lake-field-rows = 行数
lake-field-begun = 开始时间
lake-field-accepted = 通过校验的行
lake-field-quarantined = 有隔离单元格的行
lake-field-format = 格式
lake-field-encoding = 字符编码
lake-field-delimiter = 分隔符
lake-field-sheet = 工作表
lake-field-header = 表头
lake-field-size = 大小
lake-field-column = 列
lake-field-type = 类型
lake-field-kind = 识别内容
lake-field-nulls = 空值
lake-field-distinct = 不同值
lake-field-range = 最小 – 最大
lake-field-top = 常见值（次数）
lake-field-dataset = 数据集
lake-field-version = 版本
lake-field-published = 发布时间
lake-field-good-share = 合格率
lake-field-import = 导入
lake-field-row = 行号
lake-field-value = 值
lake-field-error = 问题
lake-field-rule = 规则

## 导入

lake-imports = 数据导入
lake-imports-lead = 上传表格，核对识别结果，绑定数据元，定级后发布。随时可以离开，回到同一地址继续。
lake-imports-empty = 还没有导入过数据
lake-imports-empty-why = 上传一张表格即可开始，支持 CSV、JSON、XLSX 和 gzip 压缩。
lake-import-new = 导入新表
lake-import-number = 第 { $number } 号导入
lake-upload-lead = 平台会通读全表，识别编码、分隔符、表头和每一列的类型；有问题的单元格单独隔离，其余照常入库。
lake-upload-file = 表格文件
lake-upload-hint = CSV、TSV、JSON、NDJSON、XLSX，文本文件可用 gzip 压缩；最大 20 GB。
lake-upload-send = 上传并识别
lake-upload-missing = 请选择要上传的文件
lake-step-upload = 上传
lake-step-preview = 核对与绑定
lake-step-load = 校验入库
lake-step-grade = 定级
lake-step-publish = 发布
lake-state-inspecting = 识别中
lake-state-inspected = 待绑定
lake-state-loading = 入库中
lake-state-done = 已入库
lake-state-failed = 未成功
lake-state-cancelled = 已放弃
lake-inspecting = 正在通读文件
lake-loading = 正在校验并入库
lake-come-back = 可以关闭此页，稍后再回来查看。
lake-done = 已入库 { $rows } 行，其中 { $quarantined } 行有单元格被隔离；这是数据集的第 { $version } 版。
lake-done-published = 目录条目已经发布，获准使用的部门读到的就是这一版数据。
lake-done-next = 接下来：确认各信息项的级别，然后提交目录条目发布。
lake-to-grading = 去定级
lake-to-entry = 目录条目
lake-to-dataset = 数据集
lake-failed-nothing-lost = 没有任何一行对外可见。可以换一种读法重试，或修正文件后重新上传。
lake-cancelled = 已放弃这次导入
lake-cancel = 放弃这次导入
lake-read-again = 换一种读法重新识别
lake-as-found = 按识别结果
lake-delimiter-tab = 制表符
lake-header-found = 有表头
lake-header-none = 无表头，列名由平台给出
lake-columns = 各列概况（{ $count }）
lake-nearly = 除 { $count } 个单元格外都是{ $type }
lake-mapping = 绑定数据元
lake-mapping-lead = 绑定后，每个单元格按该数据元的规则校验，不合规的进入隔离区。
lake-mapping-bound = 共 { $count } 列，已选好 { $bound } 列的数据元；把握不大的留给您判断。
lake-no-proposal = 没有建议
lake-element-of = { $column } 列的数据元
lake-field-element = 数据元
lake-columns-previous = 上一页的列
lake-columns-next = 下一页的列
lake-unbound = 不绑定
lake-reason-separator = ；
lake-destination = 归入哪个目录条目
lake-destination-entry = 已有条目的代码
lake-destination-entry-hint = 填写后作为该条目数据集的新版本；留空则新建条目草稿。
lake-destination-name = 新条目名称
lake-destination-name-hint = 信息资源名称，如“中小学学区划分”。
lake-destination-classification = 新条目分类代码
lake-destination-classification-hint = 类（1 位）项（2 位）目（3 位）细目（可空），如 3000000。
lake-load = 校验并入库
lake-collected-again = 这些数据已可通过共享获得
lake-collected-again-why = 《政务数据共享条例》第十九条：通过共享可以获取的数据，不得重复收集。以下目录条目已提供相同的数据元：

## 编码依据

lake-evidence-byte_order_mark = 文件自带字节序标记
lake-evidence-zero_bytes = 隔字节为零
lake-evidence-ascii = 只有 ASCII 字符
lake-evidence-valid_utf8 = 多字节序列全部合法
lake-evidence-frequent_characters = 绝大多数为常用汉字
lake-evidence-guess = 统计推断
lake-evidence-named = 由数据管理员指定

## 提示

lake-note-duplicate-label = 列名“{ $label }”重复，后出现的已加序号
lake-note-blank-label = 有一列没有列名，命名为 { $label }
lake-note-skipped-lines = 表头之前的 { $count } 行不属于表格，已跳过
lake-note-blank-rows = { $count } 行全空，未入库
lake-note-formula-cells = { $count } 个单元格是公式，取其计算结果：{ $first }
lake-note-further-sheets = 只读取第一张有内容的工作表；未读取：{ $names }

## 类型

lake-type-string = 文本
lake-type-integer = 整数
lake-type-number = 数值
lake-type-boolean = 是否
lake-type-date = 日期
lake-type-datetime = 日期时间
lake-type-time = 时间
lake-type-year = 年份

## 数据集

lake-datasets = 数据集
lake-datasets-lead = 本部门已入库的表。每个版本发布后不再改变，新数据成为新版本。
lake-datasets-empty = 还没有数据集
lake-datasets-empty-why = 导入表格后会出现在这里。
lake-view-profile = 概况
lake-view-quarantine = 隔离区
lake-panel-title = 数据质量
lake-filled = 各列填写率
lake-quality = 各列的问题
lake-quality-clean = 所有单元格都通过了校验。
lake-unit-cells = 个单元格
lake-versions = 版本
lake-versions-rows = 各版本行数
lake-lineage = 来源
lake-quarantine-lead = 这些单元格没有入库，同一行的其他单元格已入库。修正源表后重新导入即为新版本。
lake-quarantine-empty = 没有被隔离的单元格
lake-quarantine-empty-why = 这一版的每个单元格都通过了校验。
lake-quarantine-download = 下载 CSV
lake-rule-required = 必填
lake-rule-encoding = 可解码的文字
lake-error-type-error = 类型不符
lake-error-constraint-error = 不合规则
lake-error-extra-cell = 多出的单元格
lake-error-missing-cell = 缺少单元格
lake-error-encoding-error = 无法解码

## 失败原因

lake-failure-io = 文件读取失败，请稍后重试
lake-failure-empty = 文件是空的：请重新导出并确认表中有数据
lake-failure-unsupported = 文件是{ $found }，不能作为表格读取：请另存为 CSV、JSON 或 XLSX
lake-failure-record-too-long = 第 { $row } 行超过 16 MiB：该处没有换行，或引号没有闭合
lake-failure-cell-too-long = 第 { $row } 行有超过 1 MiB 的单元格：很可能引号没有闭合
lake-failure-unclosed-quote = 文件在第 { $row } 行的引号内结束：文件被截断，或引号没有闭合
lake-failure-json = 第 { $record } 条记录附近的 JSON 有误：{ $problem }
lake-failure-json-record-too-long = 第 { $record } 条 JSON 记录超过 16 MiB
lake-failure-broken-gzip = gzip 压缩流在第 { $row } 行之后损坏或被截断：请重新压缩或上传，没有任何一行入库
lake-failure-gzip-too-large = 第 { $row } 行之后，gzip 解压出的内容超过文件上限 { $bytes } 字节：请拆分后上传，没有任何一行入库
lake-failure-bomb = 工作簿解压后大得不合常理，未解压即拒绝
lake-failure-xlsx = 工作簿无法读取：{ $problem }
lake-failure-too-wide = 列数超过 16384，无法读取
lake-failure-wrong-encoding = 前 { $of } 行中有 { $rows } 行不是 { $encoding } 文字：请指定真实编码，或导出为 UTF-8
lake-failure-unknown-encoding = 没有名为“{ $name }”的编码
lake-failure-encode = 数据无法写入数据集
lake-failure-platform = 平台出现故障，请稍后重试

## 问题

lake-problem-not-found = 没有这一项
lake-problem-stale = 他人已先行修改，请刷新后再试
lake-problem-not-allowed = 当前状态下不能这样做
lake-problem-no-such-column = 文件没有这一列
lake-problem-no-such-entry = 没有这个目录条目
lake-problem-no-such-element = 没有这个数据元
lake-problem-no-name = 请填写新条目的名称
lake-problem-bad-classification = 分类代码应为类 1 位、项 2 位、目 3 位及可空的细目
lake-problem-bound-elsewhere = 该数据集已归入另一条目
lake-problem-wrong-offset = 应从另一字节继续
lake-problem-too-long = 超出申报的文件大小
lake-problem-too-large = 文件过大，最大 20 GB
lake-problem-uploads-full = 本部门已上传而未导入的文件占满了空间：请先导入或放弃其中一些，再重新上传
lake-problem-incomplete = 上传中断：已收到的部分保留，可继续上传
lake-problem-no-offset = 请给出 offset 参数
lake-problem-unreadable = 请求内容无法读取
lake-problem-bad-question = 查询条件无法读取
lake-problem-not-acceptable = 不提供所要求的格式
lake-problem-internal = 平台出现故障
lake-problem-sign-in = 请先登录或提供凭证
