/** The rubric that ships; `media/rubric.default.yaml` is the same text as a file users copy and edit. A test keeps them alike. */
export const DEFAULT_RUBRIC = `# The default rubric of Track Record. Copy it to .trackrecord/rubric.yaml in your repository and edit it there,
# or write a short one that starts from it:
#
#   extends: default
#   remove: [innovation]
#   dimensions:
#     - id: quality
#       weight: 0.5
#       remove: [size]
#
# weight   how much a dimension or a signal counts beside its neighbours, 0 to 1; 0 shows it without counting it
# levels   values of the signal from the lowest level to the highest, evenly spaced; falling numbers where less is better
# minimum  contributions needed before the signal says anything; below it the signal is "not enough evidence", never zero
# Texts may be given once, or as { en: ..., zh-cn: ... }.
name: Track Record default
# One number over all dimensions. Off: a person's work is not one number. Never shown in a lead's view.
overall: false
# Share of a dimension's signals, by weight, that must have enough evidence. Below it the dimension has no level: signals speak for themselves.
coverage: 0.4
# Names for how far a dimension has come, from 0 to 1.
scale:
  - { from: 0, name: { en: emerging, zh-cn: 起步 } }
  - { from: 0.35, name: { en: steady, zh-cn: 稳定 } }
  - { from: 0.7, name: { en: strong, zh-cn: 突出 } }

dimensions:
  - id: delivery
    title: { en: Delivery, zh-cn: 交付 }
    weight: 1
    signals:
      - id: landed
        title: { en: Features and fixes made, zh-cn: 完成的功能与修复 }
        unit: per-week
        formula:
          en: changes of type feat, fix or perf, divided by the weeks of the period
          zh-cn: 类型为 feat、fix、perf 的改动数 ÷ 周期内的周数
        reason:
          en: What users get. Counted by finished change, because counting lines rewards long code.
          zh-cn: 用户真正得到的成果。按完成的改动计数，因为按行数计数会鼓励写长代码。
        source: { title: 'Forsgren et al. 2021, The SPACE of Developer Productivity', url: 'https://queue.acm.org/detail.cfm?id=3454124' }
        weight: 1
        levels: [0, 0.5, 1.5, 3]
        minimum: 5
      - id: steadiness
        title: { en: Steadiness, zh-cn: 稳定程度 }
        unit: percent
        formula:
          en: weeks with counted work, of all weeks from the first to the last contribution of the period
          zh-cn: 有计入工作的周数，占周期内首末两次贡献之间全部周数的比例
        reason:
          en: Small, regular steps carry less risk than rare, large ones. Leave and work without commits look like gaps, so it weighs little.
          zh-cn: 小步、规律地推进比少而大的变更风险更低。休假与不产生提交的工作看起来也像空白，因此权重较低。
        source: { title: 'DORA, Working in small batches', url: 'https://dora.dev/capabilities/working-in-small-batches/' }
        weight: 0.4
        levels: [0, 40, 70, 95]
        minimum: 8
      - id: effort
        title: { en: Files worked on, zh-cn: 涉及的文件 }
        unit: per-week
        formula:
          en: distinct files changed, without noise, divided by the weeks with work
          zh-cn: 去除噪声后不同文件的数量 ÷ 有工作的周数
        reason:
          en: The breadth of the work, without the distortion of raw lines.
          zh-cn: 反映工作的广度，避免原始行数带来的失真。
        weight: 0.2
        levels: [0, 2, 5, 10]
        minimum: 5
      - id: releases
        title: { en: Releases prepared, zh-cn: 参与的版本发布 }
        unit: count
        formula:
          en: own changes whose subject says that they are a release, with its version or a version tag
          zh-cn: 标题表明为发布、且带有版本号或版本标签的个人改动
        reason:
          en: Getting work to users is work of its own.
          zh-cn: 把成果交付到用户手中本身就是工作。
        weight: 0.2
        levels: [0, 1, 4, 10]
        minimum: 1
      - id: issues-closed
        title: { en: Issues closed by own changes, zh-cn: 由本人改动关闭的议题 }
        unit: count
        formula:
          en: distinct issues that the person's merged pull requests name as closed by them
          zh-cn: 本人已合并的拉取请求所注明关闭的不同议题数
        reason:
          en: An issue that is closed by a change is work that somebody asked for.
          zh-cn: 由改动关闭的议题，是有人提出过需求的工作。
        weight: 0.2
        levels: [0, 1, 5, 15]
        minimum: 1
      - id: on-call
        title: { en: Days on call, zh-cn: 值班天数 }
        unit: days
        formula:
          en: days that work-log entries of the kind on-call are about; an entry that names a month or longer says nothing of days
          zh-cn: 类别为值班的工作日志记录所涉及的天数；只写明月份或更长周期的记录不计天数
        reason:
          en: Keeping a service up is work that leaves few commits. Its days are the person's own statement.
          zh-cn: 维持服务运行的工作很少留下提交。天数由本人记录。
        source: { title: 'Google SRE Book, Being On-Call', url: 'https://sre.google/sre-book/being-on-call/' }
        weight: 0.3
        levels: [0, 3, 10, 30]
        minimum: 1

  - id: quality
    title: { en: Quality, zh-cn: 质量 }
    weight: 1
    signals:
      - id: tests
        title: { en: Changes with tests, zh-cn: 带测试的改动 }
        unit: percent
        formula:
          en: changes to source that also touch tests, of all changes to source; none where tests stand in the same files (Rust)
          zh-cn: 同时改动测试的源码改动，占全部源码改动的比例；测试写在同一文件中时（Rust）不计算
        reason:
          en: Tests written with the change by its author find defects while the code is still in mind.
          zh-cn: 由作者随改动一起编写的测试，能在思路尚新时发现缺陷。
        source: { title: 'DORA, Test automation', url: 'https://dora.dev/capabilities/test-automation/' }
        weight: 1
        levels: [0, 20, 45, 75]
        minimum: 5
      - id: reverts
        title: { en: Reverted work, zh-cn: 被回退的工作 }
        unit: percent
        formula:
          en: own changes that a later commit reverted, of all own changes
          zh-cn: 后来被回退的个人改动，占全部个人改动的比例
        reason:
          en: A revert is a change that failed after it landed; the share of those is one of DORA's four keys.
          zh-cn: 回退意味着改动合入后失败；其占比是 DORA 四项关键指标之一。
        source: { title: 'DORA, Four key metrics', url: 'https://dora.dev/guides/dora-metrics-four-keys/' }
        weight: 0.8
        levels: [15, 7, 3, 0]
        minimum: 20
      - id: follow-ups
        title: { en: Quick repairs, zh-cn: 快速补救 }
        unit: percent
        days: 7
        formula:
          en: own changes followed within the days by an own fix to the same files, of all own changes that are no fix
          zh-cn: 在规定天数内由本人对相同文件再次修复的改动，占本人全部非修复改动的比例
        reason:
          en: Files changed again soon after are where later defects are; a fix of one's own within days is the mildest form.
          zh-cn: 短期内反复改动的文件更容易出现缺陷；几天内的自我修复是其中最轻微的一种。
        source:
          {
            title: 'Nagappan & Ball 2005, Use of Relative Code Churn Measures to Predict System Defect Density',
            url: 'https://doi.org/10.1145/1062455.1062514',
          }
        weight: 0.5
        levels: [40, 25, 12, 4]
        minimum: 10
      - id: size
        title: { en: Size of a change, zh-cn: 改动大小 }
        unit: lines
        formula:
          en: median of added plus deleted lines per change, in files that count
          zh-cn: 每项改动在计入文件中增加与删除行数之和的中位数
        reason:
          en: Small changes are reviewed faster and more thoroughly, and are easier to undo.
          zh-cn: 小改动评审更快、更彻底，也更容易撤销。
        source:
          {
            title: 'Google Engineering Practices, Small CLs',
            url: 'https://google.github.io/eng-practices/review/developer/small-cls.html',
          }
        weight: 0.5
        levels: [600, 300, 120, 50]
        minimum: 8
      - id: messages
        title: { en: Messages that say why, zh-cn: 说明原因的提交信息 }
        unit: percent
        formula:
          en: changes to source whose message explains them or points to an issue or pull request, of all that need it
          zh-cn: 提交信息说明原因或指向议题、拉取请求的源码改动，占需要说明者的比例
        reason:
          en: The code says what changed; only the message can say why, to reviewers now and to whoever searches later.
          zh-cn: 代码说明改了什么；只有提交信息能告诉评审者和日后的查阅者为什么。
        source: { title: 'Tian et al. 2022, What Makes a Good Commit Message?', url: 'https://arxiv.org/abs/2202.02974' }
        weight: 0.6
        levels: [0, 40, 70, 95]
        minimum: 8
      - id: checks
        title: { en: Merged with passing checks, zh-cn: 检查通过后合并 }
        unit: percent
        formula:
          en: of merged pull requests whose checks had ended, those that had passed them
          zh-cn: 检查已结束的已合并拉取请求中，检查通过的比例
        reason:
          en: What is merged over failing checks is left for others to sort out.
          zh-cn: 检查未通过就合并，会把问题留给他人处理。
        source: { title: 'DORA, Continuous integration', url: 'https://dora.dev/capabilities/continuous-integration/' }
        weight: 0.3
        levels: [50, 75, 90, 100]
        minimum: 5
      - id: incidents
        title: { en: Incidents handled, zh-cn: 处理的故障 }
        unit: count
        formula:
          en: work-log entries of the kind incident
          zh-cn: 类别为故障的工作日志记录数
        reason:
          en: Restoring a service and writing down what was learnt keeps it from happening again.
          zh-cn: 恢复服务并记录教训，能避免故障再次发生。
        source: { title: 'Google SRE Book, Postmortem Culture', url: 'https://sre.google/sre-book/postmortem-culture/' }
        weight: 0.3
        levels: [0, 1, 3, 8]
        minimum: 1

  - id: collaboration
    title: { en: Collaboration, zh-cn: 协作 }
    weight: 1
    signals:
      - id: co-authored
        title: { en: Co-authored changes, zh-cn: 共同完成的改动 }
        unit: count
        formula:
          en: changes with more than one person in their credit
          zh-cn: 署名不止一人的改动数
        reason:
          en: Working on one change together spreads knowledge and finds faults early.
          zh-cn: 共同完成一项改动能传播知识，并及早发现问题。
        source:
          {
            title: 'Hannay et al. 2009, The Effectiveness of Pair Programming: A Meta-Analysis',
            url: 'https://doi.org/10.1016/j.infsof.2009.02.001',
          }
        weight: 0.6
        levels: [0, 2, 6, 15]
        minimum: 1
      - id: others-files
        title: { en: Work in files others know best, zh-cn: 在他人主要维护的文件中工作 }
        unit: percent
        formula:
          en: changes to files of which others made most of the changes in the two years before, of all changes to files with a history
          zh-cn: 改动了此前两年主要由他人修改的文件的改动，占全部有历史文件改动的比例
        reason:
          en: Helping where others are at home shows reach. Changes by people new to a file need more care, so it is not simply better when higher.
          zh-cn: 在他人熟悉的代码中提供帮助体现影响范围；但不熟悉文件者的改动需要更谨慎，并非越高越好。
        source:
          {
            title: "Bird et al. 2011, Don't Touch My Code! Examining the Effects of Ownership on Software Quality",
            url: 'https://doi.org/10.1145/2025113.2025119',
          }
        weight: 0.3
        levels: [0, 10, 30, 60]
        minimum: 10
      - id: built-on
        title: { en: Work others build on, zh-cn: 被他人继续使用的工作 }
        unit: count
        formula:
          en: people who later changed files that were created in the period
          zh-cn: 之后修改过本周期内新建文件的人数
        reason:
          en: Files that others go on with are files that others need.
          zh-cn: 他人继续修改的文件，说明他人需要它。
        weight: 0.5
        levels: [0, 1, 3, 8]
        minimum: 3
      - id: reviews
        title: { en: Reviews given, zh-cn: 给出的评审 }
        unit: count
        formula:
          en: pull requests of others that the person reviewed, and commits of others whose Reviewed-by, Acked-by or Tested-by trailer names the person
          zh-cn: 本人评审过的他人拉取请求，加上他人提交中以 Reviewed-by、Acked-by 或 Tested-by 署名本人的数量
        reason:
          en: Review shares knowledge and improves solutions at least as much as it finds defects.
          zh-cn: 评审不仅发现缺陷，同样能分享知识、改进方案。
        source:
          {
            title: 'Bacchelli & Bird 2013, Expectations, Outcomes, and Challenges of Modern Code Review',
            url: 'https://doi.org/10.1109/ICSE.2013.6606617',
          }
        weight: 0.3
        levels: [0, 3, 12, 40]
        minimum: 1
      - id: comments-followed
        title: { en: Review comments that were taken up, zh-cn: 被采纳的评审意见 }
        unit: percent
        formula:
          en: of the comments on lines of code with which the person began a thread on others' pull requests, those whose lines a later commit changed or whose thread was resolved
          zh-cn: 本人在他人拉取请求中就代码行发起的评论里，之后所指代码行被修改或讨论已解决的比例
        reason:
          en: A comment is worth what comes of it, so comments are measured by changes and not by their number.
          zh-cn: 评论的价值在于其结果，因此以促成的改动而非数量衡量。
        source: { title: 'Bosu, Greiler & Bird 2015, Characteristics of Useful Code Reviews', url: 'https://doi.org/10.1109/MSR.2015.21' }
        weight: 0.6
        levels: [0, 20, 40, 65]
        minimum: 5
      - id: requests-answered
        title: { en: Requests for changes that were taken up, zh-cn: 被采纳的修改请求 }
        unit: percent
        formula:
          en: of the reviews that requested changes on others' pull requests that are merged or closed, those that were followed by commits or changed lines and then by an approval
          zh-cn: 在他人已合并或已关闭的拉取请求上提出的修改请求中，之后有新提交或代码行修改并随后获批的比例
        reason:
          en: A request for changes is worth the better change that comes of it; one that ends the work may have been right as well, so it is a share and no count.
          zh-cn: 修改请求的价值在于由此带来的更好的改动；终止工作的请求也可能是对的，因此以比例而非数量衡量。
        source: { title: 'Bosu, Greiler & Bird 2015, Characteristics of Useful Code Reviews', url: 'https://doi.org/10.1109/MSR.2015.21' }
        weight: 0.4
        levels: [0, 30, 60, 85]
        minimum: 3
      - id: unblocked
        title: { en: Work of others unblocked, zh-cn: 为他人解除的阻塞 }
        unit: count
        formula:
          en: pull requests of others that the person's first review approved within 24 hours of being asked, else of being ready, and that were merged
          zh-cn: 本人首次评审在被请求（否则自就绪）后 24 小时内批准且已合并的他人拉取请求数
        reason:
          en: A prompt approval lets others go on. Only what was merged counts, and what was said beside it is measured by the other signals.
          zh-cn: 及时的批准让他人得以继续。仅计入已合并者；评审意见由其他信号衡量。
        source:
          {
            title: 'Google Engineering Practices, Speed of Code Reviews',
            url: 'https://google.github.io/eng-practices/review/reviewer/speed.html',
          }
        weight: 0.3
        levels: [0, 2, 8, 25]
        minimum: 1
      - id: mentored
        title: { en: People helped again and again, zh-cn: 持续帮助的同事 }
        unit: count
        formula:
          en: people on three or more of whose pull requests the person's comments or requests for changes led to a change
          zh-cn: 至少有三个拉取请求因本人的意见或修改请求而有所改动的人数
        reason:
          en: Review is also how people learn from each other; it takes more than one change, and shows in what they did with it.
          zh-cn: 评审也是相互学习的方式；它不止一次改动，并体现在对方据此所做的修改中。
        source:
          {
            title: 'Bacchelli & Bird 2013, Expectations, Outcomes, and Challenges of Modern Code Review',
            url: 'https://doi.org/10.1109/ICSE.2013.6606617',
          }
        weight: 0.3
        levels: [0, 1, 2, 5]
        minimum: 1
      - id: review-wait
        title: { en: Time to a first review, zh-cn: 首次评审的等待时间 }
        unit: days
        formula:
          en: median of the time from being asked, else from the pull request being ready, to the person's first review of it
          zh-cn: 从被请求评审（否则从拉取请求就绪）到本人首次评审的时间中位数
        reason:
          en: Who waits for a review turns to other work. Nights and weekends count, so a day is prompt.
          zh-cn: 等待评审的人会转去做别的事。夜间与周末也计入，因此一天即为及时。
        source:
          {
            title: 'Google Engineering Practices, Speed of Code Reviews',
            url: 'https://google.github.io/eng-practices/review/reviewer/speed.html',
          }
        weight: 0.3
        levels: [7, 3, 1, 0.3]
        minimum: 5
      - id: issues
        title: { en: Issues opened and discussed, zh-cn: 提出与讨论的议题 }
        unit: count
        formula:
          en: issues the person opened, and issues of others in which the person said something
          zh-cn: 本人提出的议题，加上本人参与讨论的他人议题
        reason:
          en: What is reported and answered in the open helps others, also those who only read it later.
          zh-cn: 公开报告与解答的问题，对他人（包括之后才读到的人）都有帮助。
        weight: 0.3
        levels: [0, 2, 8, 25]
        minimum: 1
      - id: mentoring
        title: { en: Mentoring, zh-cn: 指导他人 }
        unit: count
        formula:
          en: work-log entries of the kind mentoring
          zh-cn: 类别为指导的工作日志记录数
        reason:
          en: Time given to others shows in their work, and hardly in one's own commits.
          zh-cn: 用于他人的时间体现在他人的工作中，很少体现在自己的提交里。
        weight: 0.5
        levels: [0, 2, 6, 15]
        minimum: 1

  - id: innovation
    title: { en: Innovation, zh-cn: 创新 }
    weight: 1
    signals:
      - id: firsts
        title: { en: Technologies brought in, zh-cn: 引入的技术 }
        unit: count
        formula:
          en: languages, build systems and kinds of configuration that this work was the first to bring into a repository with a history
          zh-cn: 在已有历史的仓库中首次引入的语言、构建系统与配置种类
        reason:
          en: Somebody has to be first. Whether it was worth it, the file's later history tells.
          zh-cn: 总要有人先尝试；是否值得，由文件的后续历史说明。
        weight: 0.5
        levels: [0, 1, 2, 4]
        minimum: 1
      - id: modules
        title: { en: New modules others go on with, zh-cn: 他人继续开发的新模块 }
        unit: count
        formula:
          en: folders whose first source file came from this work and in which others later changed source
          zh-cn: 首个源码文件来自本人、之后有他人修改源码的文件夹数
        reason:
          en: New structure proves itself when others use it.
          zh-cn: 新的结构被他人使用，才证明其价值。
        weight: 1
        levels: [0, 1, 2, 5]
        minimum: 1
      - id: performance
        title: { en: Performance work, zh-cn: 性能改进 }
        unit: count
        formula:
          en: changes of type perf
          zh-cn: 类型为 perf 的改动数
        reason:
          en: Making what exists faster needs measuring and understanding it.
          zh-cn: 让现有系统更快，需要测量并理解它。
        weight: 0.6
        levels: [0, 1, 3, 8]
        minimum: 1
      - id: tooling
        title: { en: Tooling others use, zh-cn: 他人使用的工具 }
        unit: count
        formula:
          en: changes to build, continuous integration and scripts in repositories where others worked afterwards
          zh-cn: 在之后有他人工作的仓库中，对构建、持续集成与脚本的改动数
        reason:
          en: Better tools pay back with everyone who uses them.
          zh-cn: 更好的工具会在每一位使用者身上得到回报。
        source: { title: 'DORA, Continuous integration', url: 'https://dora.dev/capabilities/continuous-integration/' }
        weight: 0.6
        levels: [0, 2, 6, 15]
        minimum: 1
      - id: design
        title: { en: Design work, zh-cn: 设计工作 }
        unit: count
        formula:
          en: work-log entries of the kind design
          zh-cn: 类别为设计的工作日志记录数
        reason:
          en: Alternatives weighed in writing before code is written are the cheapest to change.
          zh-cn: 在编码之前以书面方式权衡方案，修改成本最低。
        source: { title: 'Ubl 2020, Design Docs at Google', url: 'https://www.industrialempathy.com/posts/design-docs-at-google/' }
        weight: 0.6
        levels: [0, 1, 3, 6]
        minimum: 1

  - id: growth
    title: { en: Growth, zh-cn: 成长 }
    weight: 1
    signals:
      - id: areas
        title: { en: New areas entered, zh-cn: 进入的新领域 }
        unit: count
        formula:
          en: parts of the repositories whose source was changed for the first time, twice or more in the period
          zh-cn: 首次改动其源码、且在本周期内改动两次及以上的仓库区域数
        reason:
          en: Knowing more of a system makes a person, and the team, less dependent on one place.
          zh-cn: 了解系统更多部分，使个人与团队都不依赖单一位置。
        source: { title: 'Avelino et al. 2016, A Novel Approach for Estimating Truck Factors', url: 'https://arxiv.org/abs/1604.06766' }
        weight: 1
        levels: [0, 1, 3, 6]
        minimum: 10
      - id: kinds
        title: { en: Kinds of work done for the first time, zh-cn: 首次完成的工作类型 }
        unit: count
        formula:
          en: types of change (performance, tests, continuous integration ...) that are new in the person's history
          zh-cn: 在个人历史中首次出现的改动类型（性能、测试、持续集成等）数
        reason:
          en: A new kind of work is a new skill at use.
          zh-cn: 新的工作类型意味着新技能得到应用。
        weight: 0.6
        levels: [0, 1, 2, 3]
        minimum: 10
      - id: languages
        title: { en: Languages first used, zh-cn: 首次使用的语言 }
        unit: count
        formula:
          en: programming languages that are new in the person's history
          zh-cn: 在个人历史中首次出现的编程语言数
        reason:
          en: Working in another language widens what a person can take on.
          zh-cn: 使用另一种语言能拓宽可承担的工作。
        weight: 0.4
        levels: [0, 1, 2, 3]
        minimum: 10
      - id: acted-on
        title: { en: Suggestions acted on, zh-cn: 已落实的建议 }
        unit: percent
        formula:
          en: suggestions that held in the period before and no longer hold, of those that can be judged in both
          zh-cn: 上一周期成立而本周期不再成立的建议，占两个周期均可判断者的比例
        reason:
          en: Growth is change that was aimed at.
          zh-cn: 成长是有目标的改变。
        weight: 0.6
        levels: [0, 25, 50, 100]
        minimum: 1
`;
