# The frame around every page, and what the components say themselves.

web-brand = 政通
web-brand-mark = 政
web-window = { $title } – 政通
web-window-error = 有误：{ $title } – 政通
web-language = 中文
web-skip = 跳到正文
web-home = 首页
web-to-home = 回到首页
web-search = 搜索
web-search-hint = 数据名称、部门、关键词
web-text-large = 大字版
web-text-normal = 标准字
web-sign-in = 登录
web-sign-out = 退出登录
web-account = 我的账号
web-saved = 已保存。
web-components = 组件
web-crumbs = 当前位置
web-footer = 政通 · 开源的政务数据平台
web-footer-ledger = 审计账本
web-footer-api = 接口文档

web-nav = 主导航
web-nav-menu = 菜单
web-nav-find = 找数据
web-nav-hold = 管数据
web-nav-share = 共享
web-nav-serve = 办事
web-nav-oversee = 监督
web-nav-platform = 平台

web-date = { $year }年{ $month }月{ $day }日
web-time = { $date } { $time }
web-weekday = { $day ->
    [1] 星期一
    [2] 星期二
    [3] 星期三
    [4] 星期四
    [5] 星期五
    [6] 星期六
   *[7] 星期日
 }
web-rows = { $count } 行

web-notice-info = 提示：
web-notice-success = 完成：
web-notice-warning = 注意：
web-notice-error = 出错：

web-field-optional = （选填）
web-field-error = 错误：
web-field-max = 最多 { $count } 字。
web-file-drop = 也可以把文件拖到这里
web-form-errors = 有 { $count } 处需要修改
web-form-leave = 填写的内容还没有提交，确定离开吗？
web-form-required = 请填写此项
web-form-integer = 请填写整数，例如 30
web-form-number = 请填写数字，例如 12.5
web-form-choice = 请从给出的选项中选择
web-form-shape = 请按提示的格式填写

web-table-empty = 没有内容。
web-table-copy = 复制表格
web-copy = 复制
web-copied = 已复制
web-answers-change = 修改
web-failed = 这一部分暂时无法显示，页面其余内容不受影响。
web-retry = 重试
web-loading = 正在读取……

web-pager = 翻页
web-pager-shown = 本页 { $shown } 条
web-pager-of = 本页 { $shown } 条，共 { $total } 条
web-pager-first = 回到第一页
web-pager-previous = 上一页
web-pager-next = 下一页

web-facets = 筛选
web-facets-more = 其余 { $count } 项
web-facets-apply = 应用筛选
web-facets-clear = 全部清除

web-progress-of = { $done } / { $total }
web-progress-so-far = 已处理 { $done }
web-steps = 步骤
web-steps-done = （已完成）
web-steps-where = 第 { $step } 步，共 { $of } 步
web-timeline-to-come = 待办
web-days-date = 日期
web-days-weekday = 星期
web-days-count = 第几个工作日
web-days-note = 说明
web-days-start = 起算日，不计入
web-days-counted = 工作日
web-days-skipped = 不计入
web-days-due = 工作日，到期日
web-chart-table = 查看数据表
web-chart-label = 名称
web-chart-value = 数值

web-held-title = 登录已过期
web-held-sign-in = 登录已过期。您填写的内容已经保留，登录后会回到原来的表单。
web-held-restored = 您之前填写的内容已恢复，请核对后重新提交。密码和文件需要重新填写或选择。
web-held-lost = 这次提交没有执行，因为登录已过期或页面停留过久。请登录后重新填写；您刚才填写的文字列在下面，可以复制。
web-held-back = 回到表单
web-held-typed = 您刚才填写的内容
web-csrf-detail = 这个请求不是从政通的页面发出的，或缺少页面的校验码，因此没有执行。

web-error-status = 状态码 { $status }
web-error-400-title = 无法理解这个请求
web-error-400-detail = 地址或表单的内容不完整，或格式不对。
web-error-400-next = 请检查地址是否完整，或返回上一页重新操作。
web-error-401-title = 请先登录
web-error-401-detail = 查看这个页面需要先登录。
web-error-401-next = 登录后会自动回到这里。
web-error-403-title = 您没有这项权限
web-error-403-detail = 您的账号不能查看或办理这一项。
web-error-403-next = 如果工作需要，请向数据所属部门申请，或请本单位管理员调整角色。
web-error-404-title = 找不到这个页面
web-error-404-detail = 这个地址上没有内容，可能已更名，也可能输入有误。
web-error-404-next = 请检查地址，或用上方的搜索框查找。
web-error-405-title = 这里不支持这种操作
web-error-405-detail = 这个地址存在，但不接受这种请求方式。
web-error-405-next = 请返回上一页，用页面上的按钮操作。
web-error-406-title = 没有您要的格式
web-error-406-detail = 这份内容不提供请求中指定的格式。
web-error-406-next = 请改用其他格式再试。
web-error-409-title = 情况已经变化
web-error-409-detail = 在您操作的同时，已有其他人处理了这一项，或它当前的状态不允许这样操作。
web-error-409-next = 请返回查看最新状态，再决定下一步。
web-error-410-title = 内容已撤下
web-error-410-detail = 这里原有的内容已被撤下，不再提供。
web-error-410-next = 请用上方的搜索框查找替代的内容，或联系所属部门。
web-error-412-title = 内容已被他人修改
web-error-412-detail = 在您编辑期间，这份内容已被修改，为免覆盖，没有保存。
web-error-412-next = 请打开最新版本，再次修改。
web-error-413-title = 提交的内容太大
web-error-413-detail = 文件或表单超过了允许的大小。
web-error-413-next = 请缩小后重试；大的数据表请使用导入功能。
web-error-415-title = 不支持这种文件或格式
web-error-415-detail = 无法读取所提交内容的格式。
web-error-415-next = 请换用页面上列出的格式。
web-error-422-title = 内容有误，未能受理
web-error-422-detail = 提交的内容不符合要求。
web-error-422-next = 请返回上一页按提示修改。
web-error-429-title = 操作太频繁
web-error-429-detail = 短时间内的请求过多，已暂停受理。
web-error-429-next = 请稍等片刻再试。
web-error-500-title = 系统出错了
web-error-500-detail = 这是我们的问题，不是您的操作有误。错误已经记录。
web-error-500-next = 请稍后重试；如果仍然出错，请把出错的时间告诉平台运营人员。
web-error-503-title = 系统暂时繁忙
web-error-503-detail = 系统正忙或正在维护，没有及时答复。
web-error-503-next = 请等一分钟后刷新页面。
