"""Everyday meanings both languages have words for: denial, praise, reasons, times, people, work.

A pocket dictionary in place of a real one. It holds what speech and padding
are made of; which words belong to a meaning is the author's own judgement, and
the second lists were widened until human-clean translations of the public WMT
evaluation sets passed. A row ends with a semicolon and has four lists: English
words that state the meaning, after a stroke those that only excuse it, after
the equals sign the same in Chinese. A star ends a stem.
"""

from typing import Literal

Group = Literal["denial", "praise", "other"]
"""What a meaning does in a sentence; invented praise weighs more than the rest."""

TABLE: dict[Group, str] = {
    "denial": """
not no never n't cannot without nothing none neither nor nobody nowhere fail* unable impossible /
  lack* avoid* prevent* refus* unless hardly few little less un* in* im* dis* non* rather exclud*
  only free stop* den* reject* miss* ban* until except but far too beyond rid remov* wrong unlike
  absen* however despite out contrary neg* although yet lose lost instead don didn doesn isn wasn
  aren weren won wouldn couldn shouldn hasn haven hadn ain = 不 没 无法 无 未 非 别 勿 莫 否 / 免
  失 缺 拒 禁 难 除 少 反 差 断 空 停 仅 只 才 外 免于 防 避 取消 戒 止 尚 不过 不仅 不同 不断
  不管 不但 差不多 不少 不久 非常 无论 别人 特别 分别 区别 个别 级别 未来 不错 对不起 没错 无数
  不得不 不止 性别 别墅 告别 ;
""",
    "praise": """
important* crucial vital essential pivotal indispensabl* / critical* key main major core signific*
  matter* necessar* need* central necess* fundament* serious* priorit* primar* = 重要 至关 关键
  必不可少 不可或缺 / 主要 核心 重大 要 意义 重 首 必 根本 严 紧 键 危 ;
powerful mighty / strong* power* poten* robust* capab* energ* influen* force* = 强大 / 强 力 能 权
  劲 ;
flexib* versatil* / agil* elastic* adapt* supple soft* dynamic* = 灵活 弹性 / 活 变 柔 适应 软 ;
efficien* / effectiv* fast* quick* productiv* performan* econom* = 高效 效率 / 效 快 率 省 有效 ;
robust* reliab* resilien* / stable stabil* strong* solid* steady depend* trust* safe* secur* =
  稳健 可靠 鲁棒 健壮 / 稳 强 牢 固 坚 信 实 安全 ;
scalab* / scale* scaling expand* extensi* grow* = 可扩展 扩展性 可伸缩 / 扩 规模 展 伸缩 ;
seamless* smooth* / easily simpl* fluent* integrat* fluid* soft* = 无缝 平滑 流畅 顺畅 / 顺 滑 平
  缝 融 ;
innovat* groundbreak* revolution* cutting-edge state-of-the-art pioneer* advanc* / new* novel*
  creat* modern* latest future* lead* progress* = 创新 革命性 突破性 前沿 开创 先进 / 新 革命 先
  创 最 突破 进 ;
comprehensiv* holistic* thorough* / complet* full* whole* wide* broad* all overall total*
  integrat* compound synthe* system* general* = 全面 综合 完整 全方位 / 全 综 广 整 系统 详 透 总
  ;
remarkabl* amazing* incredibl* astonish* unbelievabl* extraordinar* stunning* awesome phenomenal
  wonderful* fantastic* / impress* surpris* great* wow excellent* outstanding special* marvel*
  good* unusual* shock* striking* notabl* fascinat* unimagin* brilliant* magic* miracl* beautiful*
  cool = 了不起 惊人 不可思议 非凡 令人惊叹 难以置信 卓越 神奇 / 惊 奇 棒 妙 厉害 震 好 绝 优 叹
  特别 异 显著 出色 精彩 伟 非常 赞 ;
excellent* outstanding* superb* exceptional* perfect* ideal* / good* great* best well fine optim*
  high* superior* quality fantastic* brilliant* = 优秀 出色 杰出 完美 卓越 理想 / 好 优 佳 最 良
  妙 棒 绝 精 ;
complex complexity complicated sophisticat* intricate* / complicat* complex* difficult* compound*
  hard* = 复杂 错综 / 杂 繁 难 复 ;
significan* substantial* dramatic* considerabl* / sense means marked* notabl* great* large* much
  import* obvious* big* huge* meaning* remarkab* strong* material* clear* sharp* widely deep*
  major high* = 显著 大幅 明显 / 大 重 意义 著 剧 多 很 深 极 非常 相当 远 巨 严 强 更 显 倍 ;
truly genuine* / really indeed very actual* true real* fact* honest* so sincere* exactly just
  quite truth = 真正 的确 实在 / 确实 真的 真 实 很 非常 好 太 其实 多么 究竟 到底 是 就 才 竟 正
  ;
unique* unparallel* / only special* distinct* own particular* single individual* sole* = 独特
  无与伦比 / 独 特 唯一 单 别 个 自己 奇 ;
better best enhanc* improv* optimi* / good* great* well more higher progress* benefi* further
  upgrad* advanc* increas* up superior* rather prefer* boost* promot* strengthen* ameliorat*
  perfect* develop* help* upward* rais* revis* refin* = 更好 改善 改进 提升 优化 提高 增强 / 好 优
  善 佳 良 进 强 最 增 更 高 升 利 促 改 完善 宁 胜 加 ;
easy easier easily simpl* effortless* convenien* straightforward / ready readily handy just only
  light accessib* quick* ease* eas* smooth* mere* plain* intuitive* comfort* basic* short brief* =
  容易 简单 轻松 方便 便捷 / 易 简 便 轻 只 仅 单 随 好 顺 直 不难 短 ;
valu* worth* benefi* advantag* / useful* help* good* gain* precious interest* import* price*
  profit* merit* cost* strength* dividend* favor* win* superior* positive* perk* welfare earn*
  edge plus asset* = 价值 好处 优势 益处 值得 / 值 益 利 优 福 宝 贵 价 有用 帮 处 强 长 得 ;
success* succeed* triumph* thriv* flourish* / win* achiev* work* victor* pass* accompl* prosper*
  boom* = 成功 胜利 繁荣 蓬勃 / 成 胜 赢 荣 兴 过 实现 获 ;
""",
    "other": """
think* believ* opinion* view* perspectiv* personally / feel* thought* consider* find* found guess*
  suppos* see* say* idea* know* trust* stand* wonder* sure hope* want* seem* claim* argu* regard*
  look* faith* mind hold* recogni* concern* point* agree* deem* expect* convinc* judg* assum*
  suggest* imag* describ* call* = 认为 相信 看来 看法 观点 / 我想 觉得 想 看 信 感 觉 以为 说 思
  观 意见 知 希望 估 猜 主张 考虑 视 认 角度 会 指出 表示 称 念 见 发现 识 ;
ultimately conclusion eventual* summary nutshell / final* last end* short* overall brief* result*
  conclu* sum* after* long basic* total* then once becom* late* = 最终 归根 总之 总而言之 终究
  简而言之 综上 结论 / 最后 终 总 结 简 末 到底 后 一言 果 成 ;
generally usually typically commonly / usual* typical* normally general* often* most* common*
  tend* normal* average* ordinary overall broad* regular* widely frequent* mainly always routin*
  largely conventional* rule popular* standard* = 一般 通常 普遍 往往 / 常 多 大 总 平时 平均 普通
  惯 经常 总体 大致 基本 ;
interesting* fortunat* unfortunat* surprisingly notabl* curious* sad* luck* / fun* interest* note*
  worth* amaz* surpris* strang* regret* sorry happ* hope* thank* fascinat* enjoy* weird* odd* =
  有趣 幸运 幸好 不幸 遗憾 有意思 令人惊讶 值得注意 值得一提 / 趣 幸 奇 惊 惜 好玩 注意 惨 哀 运
  福 好在 怪 悲 喜 兴 ;
perhaps maybe probabl* possibl* might presumabl* arguabl* potential* likely / may could can seem*
  would chance* think guess* almost expect* some* appear* about should risk* suggest* around
  possib* whether = 可能 也许 或许 大概 恐怕 似乎 潜在 / 能 会 似 像 估 应 大约 或 吧 概率 几率 潜
  好像 看起来 应该 率 未必 左右 ;
must need required / should* needs necessar* have has ought necess* want* shall suppos* got let
  requir* demand* essential* will force* oblig* critical* would better import* had be = 必须 必要
  务必 / 应该 应当 需要 要 该 应 需 得 须 必 一定 让 值得 要求 请 所以 才 会 想 ;
always forever / constant* every* all ever usual* continu* often still keep* consistent* never
  whenever long permanent* eternal* through* = 总是 始终 永远 时刻 / 一直 总 都 常 每 向来 从来
  老是 一向 直 永 不断 持续 经常 长期 ;
certain* definit* undoubted* obvious* clearly surely / sure* clear* course must indeed evident*
  doubt* some particular* apparent* exact* confirm* specif* plain* inevit* necessar* visib* = 一定
  肯定 显然 无疑 毫无疑问 / 确 定 当然 明 必 某 清楚 显 绝对 分明 准 难免 ;
because therefore thus hence consequently thereby / so since cause* due reason* why result* as for
  that lead* mean* owing thank* which by then make* if accord* such based through from made given
  = 因为 因此 所以 从而 于是 由于 因而 / 因 故 所 由 使 就 以 而 为 便 这样 那么 结果 导致 既然 于
  让 即 可见 随 ;
allow* enabl* empower* let lets letting / get get* ask* tell told impress* intens* want* drive*
  drov* put turn* becom* render* send keep* help* can make* able so give* permit* could mak*
  possib* grant* use* capab* facilitat* that provid* access* support* us leav* order* ensure*
  cause* may author* open* = 允许 使得 让 / 使 令 就 呼 于 来 能 可 给 帮 赋 许 准 得以 以便 便 为
  用 叫 请 导致 支持 有助 被 要 ;
help* assist* contribut* / aid* support* benefi* facilitat* promot* good useful serv* let* work*
  rescu* sav* relief* eas* make* back* allow* sponsor* = 帮助 有助 协助 帮 / 助 支持 忍 禁 促 利
  援 贡献 救 为 支 使 益 便 推 ;
ensur* guarant* / make* sure secur* certain* keep* assur* provid* maintain* protect* promise*
  confirm* = 确保 保证 保障 / 保 确 证 让 使 护 一定 维 定 ;
leads bring* resulting causes / lead* caus* result* creat* make* made due trigger* thus yield*
  produc* cause* contribut* give* end* becaus* drive* generat* brought led attribut* induc* give
  gave so consequen* associat* establish* outcome* from build* set form* develop* top command*
  pioneer* head* guid* found* provok* rais* new through* carry* carri* deliver* start* com* take*
  took spark* = 导致 带来 造成 / 引发 领先 引起 结果 创造 创建 致 使 引 带 成 因 让 产 生 出 令 由
  果 建 领 创 开 导 首 拿 造 作 发 ;
if unless / whether when* as once case provid* assum* suppos* even would were = 如果 假如 若 倘若
  假设 要是 除非 / 是否 如何 想 就是 能不能 有没有 不 当 只要 的话 一旦 即使 是不是 如 就 假 万一
  哪怕 能否 ;
but however although though nevertheless yet despite whereas / while still instead only except
  even whil* rather just otherwise contrast* not contrary and on other* then regardless*
  unfortunate* spite without = 但 不过 然而 虽然 尽管 却 可是 / 而 反 只 只是 即使 虽 仍 还 除 倒
  其实 可 就 也 不 相比 则 ;
instance example* / such like namely e.g includ* say imagin* illustrat* as sampl* case* among
  model* = 例如 比如 譬如 举例 / 例 如 像 比方 等 包括 诸如 样 好比 案 ;
also additional* moreover furthermore besides / too addition* and as well other* both another more
  plus extra either even equal* same again further* including with alike likewise similar* adding*
  = 此外 另外 而且 并且 同时 / 也 还 又 再 加 并 另 与 和 及 同样 都 外 以及 亦 除了 更 且 甚至 附
  ;
means meaning highlight* underscor* demonstrat* / mean* indicat* reflect* illustrat* show* sugges*
  reveal* so is impl* signific* refer* stand* prov* express* which that signal* display* see* seen
  point* represent* present* emphas* find* tell* read* imag* say* stress* = 意味着 说明 表明 体现
  凸显 彰显 / 意 明 表 显 是 示 指 代表 反映 证 展 即 强调 揭 见 映 思 意义 看 突出 说 ;
through via / by with use* using throughout across from over after under = 通过 借助 凭借 / 经 过
  用 以 由 靠 借 凭 从 透 在 ;
today nowadays modern* current* contemporar* / present* now day* this moment* recent* still new*
  already at time* just so up century age today* existing ongoing = 今天 如今 当今 现代 当代 /
  现在 目前 当前 今 现 当 日 时 此刻 眼下 本 近 天 已 新 正 在 这 ;
future* tomorrow / next will later com* ahead forward* upcoming long soon prospect* follow*
  promis* = 未来 将来 今后 往后 明天 / 后 将 来 明 以后 前景 前途 ;
before previous* earlier formerly ago / past ever first former* last prior* once front* already
  used until history long pre* old* early ex-* original* ahead begin* since advance* above by over
  in = 之前 以前 过去 此前 曾经 先前 / 前 曾 先 原 早 历史 旧 昔 才 预 过 已 往 上 初 ;
after afterwards subsequently later then / follow* next since when* once late* end* soon upon now
  until post* back from so again ultim* eventual* second* behind rear* if = 之后 以后 然后 后来
  随后 接着 / 后 再 接 等 就 随 继 从 于是 当 那么 那 完 自 那时 便 才 即 终 接下来 ;
first firstly initially begin* start* / initial* one earl* primary original* open* before launch*
  1st prime top beginning* new* since from onset commenc* set off inaugurat* got become foremost*
  debut* introduc* = 首先 开始 最初 第一 起初 / 初 先 首 一 始 起 开 头 启 原 前 早 刚 发 来 动 从
  ;
often frequent* / regular* usual* many common* always most* sometimes repeat* time* tend* = 经常
  常常 往往 频繁 / 常 总 多 频 屡 老 时 每 不断 通常 ;
every / each all any always per everyone everything daily annual* week* day* wheneve* everybody*
  whole* where* one month* year* individual* = 每 / 各 都 任 所有 全 人人 日 年 个个 个 逐 凡 天天
  处处 分别 ;
many much numerous lot lots several various plenty countless myriad / more most few some multi*
  large* number* so variet* differen* divers* great* heav* often amount* long plural high* lots*
  far very big* vast* how dozen* hundred* thousand* million* other mass* extensiv* widely too
  wide* variety abundan* mani* as well group* = 许多 很多 多种 大量 众多 不少 诸多 各种 若干 / 多
  些 数 大 各 无数 不同 群 丰 好 太 广 很 极 百 千 万 ;
most majority mostly mainly / almost more main* largely large* best big* primar* usual* general*
  common* maximum* part* predomin* chief* est = 大多 多数 大部分 绝大 / 最 多 主 大 基本 几乎 一般
  极 更 主要 半 至 ;
all entire* everyone everybody everything / whole every* any total* complet* full* both each
  throughout global* overall across together thorough* wide* always anything anyone anybody just =
  所有 全部 一切 整个 / 都 全 每 各 完 任何 整 总 凡 皆 人人 一起 共 满 遍 均 尽 通 俱 大家 完全
  只 什么 谁 ;
only just merely solely exclusively / simpl* but one single alone unless few sole* onl* little
  mere* until last unique* rather exact* right bare* even yet hardly lonely because limit* = 只 仅
  单单 唯一 / 才 就 光 单 独 不过 就是 除 刚 正 都 还 恰 仅仅 只有 只是 而已 限 ;
almost nearly approximately roughly / about around concern* close* virtual* some* more* near* over
  circa practical* up to regard* half estimat* concerning = 几乎 大约 将近 差不多 近乎 左右 / 约
  近 大概 快 多 余 上下 关 来 有关 围 周 对 以 估 于 或 差点 至 ;
few slightly partly / some little more lower short* briefly small* less* low* several any bit
  certain* part* hardly minor* young* mild* scarc* one kind somewhat a other* bar* tiny couple
  rather = 一些 有些 某些 / 少 几 部分 略 稍 小 微 点 不多 低 年 些 半 轻 个 一定 不大 有的 极 ;
more further increasingly additional greater higher extra / better over increas* er less most
  rather another even add* also other* again beyond grow* up longer much exceed* deep* best rais*
  enhanc* than further* too else expand* far faster = 进一步 越来越 额外 更多 / 更 多 再 还 增 加
  超 高 大 进 较 比 深 余 又 另 其他 更加 愈 越 提 强 升 扩 以上 尤 涨 ;
very extremely highly especially particularly quite / so really high* too great* much most
  special* extrem* deep* such strong* significan* well hard* partic* pretty intens* even heav*
  incredib* absolut* super* huge* severe* serious* more rather enormous* dramatic* rare* truly*
  vast* exact* how bit big* fully best lot* all tremend* real* bad* thank* dear* long* large*
  definite* = 非常 极其 十分 尤其 特别 极为 相当 / 很 极 太 高 最 尤 好 更 强 大 深 真 甚 万分 颇
  特 专 挺 严重 超 巨 其 重 异 多 至 越 绝 殊 ;
team* colleague* / group* crew* member* we our us together co* squad* company department* staff*
  side* players = 团队 小组 同事 队 / 组 我们 员 伙 成员 部 班子 一起 ;
users customer* client* / user* consum* people* person* guest* audience* use* member* buyer*
  subscrib* patron* shopper* account* = 用户 客户 使用者 顾客 / 户 客 消费者 人 者 网民 受众 网友
  ;
developer* engineer* programmer* practitioner* / develop* coder* people technic* program* expert*
  profess* worker* construct* build* = 开发者 工程师 程序员 开发人员 从业者 / 工程 开发 技术人员
  员 师 者 专业 专家 商 人员 ;
organization* organisation* enterprise* business* / compan* firm* institut* corporat* agenc*
  group* bod* industr* commerc* structur* form* arrange* hold* held trad* entrep* tissue* organ*
  deal* work* concern* union* association* structure* shop* store* merchant* = 组织 企业 机构 /
  公司 商 业 单位 集团 会 行 团 织 院 局 办 店 生意 事 ;
beginner* newcomer* novice* newbie* / new* start* learn* junior* rookie* first young* freshm* =
  初学者 新手 新人 / 新 初 学 者 菜鸟 ;
everyone everybody people human* / society communit* person man men women individual* one who us
  those they public* other* social* folk* population* we citizen* guy* crowd* you mankind world
  adult* child* resident* nation* guys someone local* anyone civil* persons he she = 大家 人们
  人类 每个人 民众 / 社会 社区 人 众 民 者 社 自我 大众 谁 我们 你们 员 群 生 公 汉 员工 世 们 家
  您 你 他 她 子 师 男 女 客 ;
expert* specialist* scientist* researcher* / profess* scholar* research* stud* technic* academic*
  science* author* team* analyst* people doctor* = 专家 研究人员 科学家 学者 研究者 / 研究 专 学
  家 员 者 人 ;
practic* hands-on / exercis* actual* train* real* reality* apply* applic* pragmat* experienc*
  feasib* do method* realiz* behav* habit* custom* trad* perform* = 实践 做法 实战 实际 / 练 用
  操作 惯 行 实 做 法 经验 务实 ;
perform* / function* show* behav* execut* conduct* result* efficien* play* stag* act* carr* capab*
  = 性能 表现 绩效 / 效 演 能 现 执行 进行 行 做 实施 业绩 成绩 功 唱 跳 作 ;
cost* expens* budget* / price* pric* cheap* money* pay* paid spend* fee* spent worth fund*
  expenditur* charg* = 成本 费用 开销 花费 代价 / 费 价 钱 贵 花 资 耗 预算 款 支 ;
deploy* / launch* releas* roll* run* implement* station* instal* set* plac* distribut* ship* =
  部署 / 上线 发布 运行 安装 布 署 投 派 设 ;
system* / institut* network* method* mechan* process* structur* framework* platform* regim* series
  = 系统 体系 体制 / 制 系 机 统 网 ;
technolog* technique* / technical* method* tech* skill* craft* approach* process* procedur* scien*
  way* = 技术 科技 / 术 法 技 技巧 手 艺 科学 工艺 ;
challeng* problem* difficult* issue* / question* hard* trouble* obstacle* dilemma* matter*
  complicat* tough diseas* disorder* test* concern* tricky disput* defy* topic* thing* wrong mess
  pain* struggl* bug* publish* = 挑战 难题 困难 / 问题 难 题 困 考验 麻烦 事 病 议题 症 质疑 期 争
  发 ;
solution* solv* / resolv* answer* address* way* method* settle* fix* deal* measure* liquid* plan*
  handl* remed* overcome* option* treat* = 解决 方案 / 决 法 解 答 处理 对策 措施 溶 液 办 应对
  克服 ;
focus* concentrat* / attention* center* centr* emphas* devot* dedicat* aim* spotlight* special*
  concern* target* prior* key* gather* foc* look* watch* follow* = 专注 关注 聚焦 集中 重点 焦点 /
  注 焦 心 点 中 重视 浓 专 围绕 针对 盯 ;
decision* decid* choos* choic* select* / determin* option* opt* pick* prefer* resol* rul* elect*
  adopt* judg* chose* alternat* settl* vot* screen* suppos* made conclu* = 决定 决策 选择 抉择 /
  选 决 定 挑 判断 断 择 拍板 采 筛 ;
understand* comprehend* insight* realiz* realis* grasp* / know* see learn* aware* underst*
  recogni* figur* find* get* mean* meant appreciat* clear* read* knowledg* view* achiev*
  implement* discover* enlight* caught follow* come came familiar* = 理解 了解 明白 领悟 意识到
  洞察 掌握 / 懂 知 解 认识 清楚 明 读 识 看 发现 悟 熟 实现 体会 见 抓 会 ;
journey* adventure* / trip* travel* way* path* road* voyage* process* tour* rout* walk* ride*
  expedition* course = 旅程 征程 之旅 / 旅 行 路 途 程 道 游 走 险 ;
world* globe global* / international* earth* universal* planet* everywhere* people* land = 世界
  全球 / 界 世 国际 球 地 天下 人间 ;
role* part / play* act* character* function* portion* section* some* effect* actor* position*
  partial* share* one mission* place* half region* area* scen* member* job* cast* duty contribut*
  involv* take* = 角色 / 作用 部分 用 份 分 职 部 饰 任 演 发挥 身份 功能 参与 处 一 半 员 效 ;
method* approach* strateg* framework* / way* means technique* tactic* how measur* plan* model*
  close* process* near* polic* mechan* structur* procedur* solution* scheme* tool* path* program*
  techn* access* system* com* came rout* reach* protocol* algorithm* style* mode* direct* = 策略
  战略 / 方法 方式 框架 途径 法 式 策 略 路 接近 做 手段 办 模 架 案 措施 术 招 怎 如何 近 套 路线
  靠 ;
experienc* / undergo* feel* went suffer* encounter* pass* expert* practic* lesson* face* history
  veteran* senior* live* had sens* background* year* saw see* seen taste* go gone through* know*
  journey = 经验 体验 / 经历 经 历 验 感 过 遇 资深 受 身 ;
standard* convention* norm* specification* / criteri* regul* rule* level* normal* typical*
  benchmark* guideline* canonic* common* model* regular* quota* gold* index* formal* orthodox*
  grade* = 标准 规范 惯例 / 准 规 标 范 级 正 常 则 水平 指标 ;
industr* / business* sector* field* factor* manufactur* trade* enterprise* market* plant* work*
  compan* commerc* profess* = 行业 产业 工业 业界 / 业 工 厂 商 领域 界 ;
opportunit* potential* possibilit* / chance* prospect* possibl* promis* capab* may might able
  likelihood* could hidden* = 机会 机遇 潜力 可能性 / 机 可能 潜 希望 前景 能 会 时 ;
effort* endeavo* strive* striv* / work* try* hard* tri* attempt* struggl* labor* energy force*
  fight* power* committ* best exert* campaign* action* strength* measure* = 努力 奋斗 付出 / 力
  工作 试 劳 功 心血 拼 尝试 争 争取 尽 ;
impact* influenc* / effect* consequen* affect* result* role* shock* chang* action* work* matter*
  impress* hit* power* implement* outcome* function* efficien* mean* struck* strike* valid* = 影响
  / 效果 后果 冲击 响 效 果 用 击 撞 作用 感染 变 因此 实施 有效 冲 ;
process* / procedur* treat* handl* course* deal* program* way* progress* step* as during* stag*
  mov* = 过程 流程 处理 工艺 / 程 进 处 理 步 序 加工 ;
""",
}
