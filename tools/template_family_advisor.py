"""The text of 律师顾问协议（个人家庭）, the written way to become a signed-up client; free of charge."""

from tools.template_kit import BLANK, KAI, TemplateBuilder

TITLE = "律师顾问协议（个人家庭）"


def build() -> bytes:
    """Return template.docx."""
    builder = TemplateBuilder(TITLE)
    builder.title("律师顾问协议", "（个人和家庭）")
    builder.number_line("协议编号：{{ contract.number }}")
    _parties(builder)
    _services(builder)
    _limits(builder)
    _fees(builder)
    _information(builder)
    _ending(builder)
    _signatures(builder)
    return builder.save()


def _parties(builder: TemplateBuilder) -> None:
    builder.table(
        [
            ("甲方（服务对象）", "{{ client.name }}", "<", "<"),
            ("{{ client.identity_label }}", "{{ client.identity_number }}", "联系电话", "{{ client.phone }}"),
            ("联系地址", "{{ client.address }}", "<", "<"),
            ("乙方（律师事务所）", "{{ firm.full_name }}", "<", "<"),
            ("统一社会信用代码", "{{ firm.credit_code }}", "联系电话", "{{ firm.phone }}"),
            ("负责人", "{{ firm.head }}", "<", "<"),
            ("办公地址", "{{ firm.address }}", "<", "<"),
        ],
        (3.9, 5.3, 2.2, 4.2),
        labels=(0, 2),
    )
    builder.gap(8)
    builder.text(
        "乙方参加“{{ scheme.name }}”公益法律服务方案，为签约的个人和家庭提供公益性的法律顾问服务。双方依照《中华人民共和国民法典》"
        "《中华人民共和国律师法》和该方案的规定，自愿订立本协议。"
    )
    builder.clause("第一条　服务对象")
    builder.text(
        "1.1　本协议的服务对象是甲方{% if members %}和下列共同生活的家庭成员：{% else %}本人。{% endif %}",
        keep=True,
        after=3,
    )
    builder.tag("{%p if members %}")
    builder.table(
        [
            ("姓名", "与甲方的关系"),
            ("{%tr for member in members %}", ""),
            ("{{ member.name }}", "{{ member.relation }}"),
            ("{%tr endfor %}", ""),
        ],
        (7.8, 7.8),
        header=True,
        centred=(0, 1),
        keep=True,
    )
    builder.gap()
    builder.tag("{%p endif %}")
    builder.text(
        "1.2　家庭成员发生变化的，甲方及时告知乙方。家庭成员之间发生争议的，乙方只提供中立的法律常识和调解指引，"
        "不代理其中任何一方，另有法律规定的除外。"
    )
    builder.clause("第二条　服务人员")
    builder.text("2.1　乙方指定下列律师为甲方提供服务：", keep=True, after=3)
    builder.table(
        [
            ("律师姓名", "执业证号", "联系电话"),
            ("{%tr for lawyer in lawyers %}", "", ""),
            ("{{ lawyer.name }}", "{{ lawyer.licence_no }}", "{{ lawyer.phone }}"),
            ("{%tr endfor %}", "", ""),
        ],
        (5.0, 5.6, 5.0),
        header=True,
        centred=(0, 1, 2),
        keep=True,
    )
    builder.gap()
    builder.text(
        "2.2　乙方的律师顾问管理员{% if advisor_admin.name %}是__{{ advisor_admin.name }}__，联系电话__{{ advisor_admin.phone }}__，"
        "{% endif %}负责建立甲方的服务档案、安排服务和回访。指定律师更换的，乙方及时告知甲方。"
    )


def _services(builder: TemplateBuilder) -> None:
    builder.clause("第三条　免费服务")
    builder.text("3.1　乙方在协议期内向甲方免费提供下列服务：", keep=True)
    for text in (
        (
            "（1）法律咨询：甲方拨打乙方公布的电话的，在工作时间即时解答；以短信、微信提问的，乙方在工作日的工作时间"
            "{{ service.answer_hours }}小时内答复。"
        ),
        "（2）非工作时间指引：在非工作日或者非工作时间需要咨询的，可以拨打公共法律服务热线12348。",
        "（3）上门服务：甲方或者家庭成员属于老年人、患病者、残疾人等行动不便的特殊人群的，经预约由乙方的服务团队上门服务。",
        "（4）家庭财富管理：就继承、投资、理财等家庭财富事项提供初步咨询，并作出风险提示。",
        "（5）法律培训或者讲座：乙方每年至少举办一次，甲方可以参加。",
        "（6）律所开放日：乙方每年至少举办一次，甲方可以到所了解法律服务。",
        "（7）法律信息推送：乙方通过服务群或者公众号，每周向甲方推送不少于两条法律信息，甲方可以随时退订。",
        "（8）法律援助指引：甲方符合法律援助条件的，乙方告知并协助其向法律援助机构申请。",
    ):
        builder.text(text)
    builder.text(
        "3.2　{% if service.group_name %}甲方可以加入乙方的服务群“{{ service.group_name }}”，通过服务群、电话或者到所的方式取得服务。"
        "{% else %}甲方可以通过电话、短信、微信或者到所的方式取得服务。{% endif %}"
        "为了便于乙方计算答复时限和留存记录，请甲方说明姓名和联系电话。"
    )
    builder.text("3.3　小微企业的免费法律体检由企业另行签约并自行申请，不在本协议的服务范围之内。")


def _limits(builder: TemplateBuilder) -> None:
    builder.clause("第四条　不包含的服务")
    builder.text(
        "4.1　下列事项不在免费服务之内，需要办理的，甲方与乙方另行签订委托合同：代理诉讼、仲裁、行政复议和执行；"
        "刑事辩护和代理；代为起草、审查重大合同和复杂法律文书；出具律师函、法律意见书；代理谈判；尽职调查；"
        "其他工作量明显超出日常咨询的事项。"
    )
    builder.text(
        "4.2　乙方已经接受对方当事人委托，或者有其他利益冲突的，不能就该事项为甲方提供服务，乙方应当说明并指引其他途径。"
    )
    builder.text("4.3　咨询答复依据甲方陈述的情况作出，供甲方参考；乙方和律师不对争议的处理结果作出任何承诺。")


def _fees(builder: TemplateBuilder) -> None:
    builder.clause("第五条　收费与优惠")
    builder.text("5.1　第三条所列的服务不收取任何费用，律师不得以任何名义向甲方收费。")
    builder.text(
        "5.2　甲方或者本协议所列的家庭成员就诉讼、仲裁等事项与乙方正式签订代理合同的，律师费低于"
        "{{ scheme.guidance_title }}计算的金额；不按标的额计算，或者该意见未作规定的，低于乙方公示的收费标准。计算过程列入代理合同。"
    )
    builder.text(
        "5.3　甲方属于下岗贫困职工、农民工、低保户、残疾人、未成年人、经济困难、创新创业人群、军人军属等人群的，"
        "可以申请减收或者免收律师费，由乙方审核决定并存档。"
    )
    builder.text(
        "5.4　法律援助告知：因经济困难或者属于《中华人民共和国法律援助法》规定的情形，可以向法律援助机构申请免费的法律援助，"
        "也可以拨打12348咨询。"
    )
    builder.clause("第六条　甲方的义务")
    builder.text("6.1　如实陈述情况、提供材料，自行作出决定；不利用法律服务从事违法活动。")
    builder.text("6.2　按照预约的时间接受服务；联系方式变化的，及时告知乙方；配合乙方的定期回访。")


def _information(builder: TemplateBuilder) -> None:
    builder.clause("第七条　保密")
    builder.text(
        "7.1　乙方和律师对在服务中知悉的个人隐私、商业秘密和甲方不愿泄露的情况予以保密，法律另有规定的除外；"
        "协议终止后，保密义务继续有效。在服务群里提问会被其他成员看到，涉及隐私的，请以电话或者单独联系的方式咨询。"
    )
    builder.clause("第八条　个人信息处理告知与同意")
    for text in (
        "8.1　处理者：{{ firm.full_name }}，联系电话{{ firm.phone }}。",
        (
            "8.2　处理的目的和种类：为建立服务档案、答复咨询、安排上门服务和回访、进行利益冲突审查，处理甲方和家庭成员的姓名、"
            "证件号码、联系方式、住址、家庭关系和咨询内容；为核对减免条件，处理有关证明材料。"
        ),
        "8.3　保存期限：协议期内以及律师业务档案的保管期限内；期满后删除，或者停止除存储和安全保护以外的处理。",
        (
            "8.4　权利：甲方可以查阅、复制、更正、补充其个人信息，撤回同意，在法律规定的情形下要求删除；向管理员提出即可，不收费用。"
            "撤回同意不影响此前的处理，也不影响甲方取得不以该同意为前提的服务。"
        ),
    ):
        builder.text(text)
    builder.text(
        "8.5　以下事项由甲方分别选择，不选择或者选择不同意，不影响乙方提供第三条的服务（以“■”为准，或者在方框内打钩）：",
        keep=True,
        after=3,
    )
    choices = (
        "处理健康、残疾、经济困难等敏感个人信息，用于上门服务和费用减免；敏感信息一旦泄露可能影响人格尊严，乙方采取加密措施保护",
        "处理不满十四周岁的家庭成员的个人信息，甲方以监护人身份作出决定",
        "向律师协会、司法行政机关报送含有甲方姓名的服务记录，用于工作检查",
    )
    yes, no = ("{% if consent.push %}" + mark + "{% endif %}" for mark in ("■{% else %}□", "□{% else %}■"))
    builder.table(
        [
            ("单独同意的事项", "同意", "不同意"),
            *((f"{text}。", "□", "□") for text in choices),
            ("接收法律信息推送和活动通知。", yes, no),
        ],
        (11.6, 2.0, 2.0),
        header=True,
        centred=(1, 2),
        keep=True,
    )
    builder.gap()
    builder.clause("第九条　肖像与录音录像")
    builder.text(
        "9.1　方案要求服务活动留影、留声、留文字。乙方拍摄、录制甲方的肖像和声音前应当征得甲方同意，甲方的选择是（以“■”为准，或者打钩）：",
        keep=True,
    )
    builder.text(
        "{% if consent.pictures %}■{% else %}□{% endif %}　同意拍摄和录制，仅用于服务档案和向主管部门报送；", keep=True
    )
    builder.text("□　同意拍摄和录制，也可以用于公益普法宣传；", keep=True)
    builder.text("{% if consent.pictures %}□{% else %}■{% endif %}　不同意拍摄和录制，只留文字记录。")
    builder.text("9.2　甲方可以随时书面撤回授权，乙方收到后停止使用；未满十八周岁的家庭成员，由监护人决定。")


def _ending(builder: TemplateBuilder) -> None:
    builder.clause("第十条　期限")
    builder.text(
        "10.1　本协议自__{{ term.start|日期 }}__起至__{{ term.end|日期 }}__止。期满前双方均未书面提出终止的，"
        "按照相同条件顺延一年，顺延的次数不限。"
    )
    builder.clause("第十一条　解除与终止")
    builder.text(
        "11.1　双方可以随时解除本协议，书面或者以能够查证的方式通知对方即可；甲方解除本协议不需要说明理由，也不承担任何费用。"
    )
    builder.text(
        "11.2　乙方退出方案、停止执业，或者甲方利用服务从事违法活动的，本协议终止。终止时正在处理的咨询，乙方应当答复完毕，"
        "或者向甲方说明其他求助途径。"
    )
    builder.clause("第十二条　其他")
    builder.text(
        "12.1　因本协议发生的争议，双方协商解决；协商不成的，可以请乙方所在地的律师协会调解，或者依法向人民法院起诉。",
        keep=True,
    )
    builder.text("12.2　协议首部所列的地址和电话为双方的联系方式和送达地址，变更的应当及时告知对方。", keep=True)
    builder.text(
        "12.3　本协议自双方签字或者盖章之日起生效，一式{{ copies|份数 }}份，甲方执一份，其余由乙方存档，各份具有同等效力。",
        keep=True,
    )
    builder.tag("{%p if extra_clauses %}")
    builder.text("12.4　补充约定：{{ extra_clauses }}", keep=True)
    builder.tag("{%p endif %}")
    builder.text(
        "甲方确认：已经阅读本协议全部内容，乙方已就服务范围、收费优惠和个人信息处理作了说明。", font=KAI, keep=True
    )


def _signatures(builder: TemplateBuilder) -> None:
    builder.gap(20, keep=True)
    builder.signatures(
        ("甲方：", "{{ client.name }}", f"签字：{BLANK}", "日期：__　　　　__年__　　__月__　　__日"),
        ("乙方（盖章）：", "{{ firm.full_name }}", f"经办人：{BLANK}", "日期：{{ contract.date|日期 }}"),
    )
