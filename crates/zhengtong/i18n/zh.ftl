# 命令行与演示
zhengtong-demo-post-steward = 数据管理员
zhengtong-demo-post-officer = 用数人员
zhengtong-demo-post-operator = 平台运营员
zhengtong-demo-post-auditor = 审计员
zhengtong-demo-serving = 政通演示已就绪，请打开 { $url } ，用下列账号登录：
zhengtong-demo-more-accounts = 其余部门的账号写法相同：部门代号-steward（数据管理员）、部门代号-officer（用数人员），口令同上。
zhengtong-demo-step-agencies = 一、部门
zhengtong-demo-city = 示例市建起来了：{ $agencies } 个部门，{ $regions } 个区域，{ $accounts } 个账号。
