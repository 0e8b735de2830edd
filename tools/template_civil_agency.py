"""The text of 委托代理合同（民事）, one stage of a civil matter."""

from tools.template_kit import BLANK, KAI, TemplateBuilder

TITLE = "委托代理合同（民事）"


def build() -> bytes:
    """Return template.docx."""
    builder = TemplateBuilder(TITLE)
    builder.title("委托代理合同", "（民事）")
    builder.number_line("合同编号：{{ contract.number }}")
    _parties(builder)
    _matter(builder)
    _authority(builder)
    _duties(builder)
    _fee(builder)
    _risks(builder)
    _information(builder)
    _ending(builder)
    _signatures(builder)
    return builder.save()


def _parties(builder: TemplateBuilder) -> None:
    builder.table(
        [
            ("甲方（委托人）", "{{ client.name }}", "<", "<"),
            ("{{ client.identity_label }}", "{{ client.identity_number }}", "联系电话", "{{ client.phone }}"),
            ("{%tr if client.is_organisation %}", "", "", ""),
            ("法定代表人或负责人", "{{ client.representative }}", "<", "<"),
            ("{%tr endif %}", "", "", ""),
            ("联系地址", "{{ client.address }}", "<", "<"),
            ("乙方（受托人）", "{{ firm.full_name }}", "<", "<"),
            ("统一社会信用代码", "{{ firm.credit_code }}", "联系电话", "{{ firm.phone }}"),
            ("负责人", "{{ firm.head }}", "<", "<"),
            ("办公地址", "{{ firm.address }}", "<", "<"),
        ],
        (3.9, 5.3, 2.2, 4.2),
        labels=(0, 2),
    )
    builder.gap(8)
    builder.text(
        "甲方因与{% if matter.opponent %}__{{ matter.opponent }}__之间的{% else %}他人之间的{% endif %}"
        "__{{ matter.cause }}__一案（以下称本案），委托乙方指派律师代理。双方依照《中华人民共和国民法典》"
        "《中华人民共和国民事诉讼法》和《中华人民共和国律师法》，在自愿、平等的基础上订立本合同，共同遵守。"
    )


def _matter(builder: TemplateBuilder) -> None:
    builder.clause("第一条　委托事项")
    builder.text("1.1　案由：__{{ matter.cause }}__。")
    builder.text("1.2　对方当事人：__{% if matter.opponent %}{{ matter.opponent }}{% else %}待查明{% endif %}__。")
    builder.text(
        "1.3　办理阶段：__{{ matter.stage_label }}__{% if matter.court %}；受理机构：__{{ matter.court }}__{% endif %}。"
    )
    builder.text(
        "1.4　争议标的额：{% if matter.amount_fen is not none %}人民币__{{ matter.amount_fen|大写 }}__"
        "（￥__{{ matter.amount_fen|金额 }}__元）{% else %}本案不涉及财产关系，或者标的额尚未确定{% endif %}。"
    )
    builder.text(
        "1.5　协商调解、仲裁、一审、二审、审判监督、执行各为一个独立的阶段。本合同的委托只及于第1.3款所列的阶段，该阶段终结，"
        "委托即告完成；甲方需要乙方继续办理下一阶段的，双方另行签订合同、另行约定收费。"
    )
    builder.text("1.6　反诉、追加当事人、另行起诉等使代理的工作范围明显扩大的，双方就扩大的部分另行书面约定。")
    builder.clause("第二条　承办律师")
    builder.text("2.1　乙方指派下列律师承办本案：", keep=True, after=3)
    builder.table(
        [
            ("姓名", "执业证号", "联系电话"),
            ("{%tr for lawyer in lawyers %}", "", ""),
            ("{{ lawyer.name }}", "{{ lawyer.licence_no }}", "{{ lawyer.phone }}"),
            ("{%tr endfor %}", "", ""),
        ],
        (4.0, 6.6, 5.0),
        header=True,
        centred=(0, 1, 2),
        keep=True,
    )
    builder.gap()
    builder.text(
        "2.2　承办律师因调离、患病、依法应当回避等原因不能继续承办的，乙方应当及时告知甲方，经甲方书面同意后另行指派律师，"
        "并做好工作交接；甲方不同意另行指派的，可以解除本合同，律师费按第十一条结算。"
    )
    builder.text("2.3　承办律师可以安排本所其他律师、实习律师协助完成辅助性工作，不另行收费，责任由乙方承担。")


def _authority(builder: TemplateBuilder) -> None:
    builder.clause("第三条　代理权限")
    builder.text("3.1　甲方授予承办律师的代理权限，以下列带“■”标记的一项为准：", keep=True)
    builder.text(
        "{% if authority.is_special %}□{% else %}■{% endif %}　一般代理：代为起诉、应诉，提供证据，申请回避，"
        "申请财产保全和证据保全，参加庭审、质证和辩论，签收法律文书。"
    )
    builder.text(
        "{% if authority.is_special %}■{% else %}□{% endif %}　特别授权：除一般代理的权限外，还包括"
        "{% if authority.is_special %}__{% for power in authority.powers %}{{ power }}"
        "{% if not loop.last %}、{% endif %}{% endfor %}__{% else %}代为承认、放弃、变更诉讼请求，进行和解，"
        "提起反诉或者上诉等须经甲方特别授予的事项（本合同未授予）{% endif %}。"
    )
    builder.text(
        "3.2　依照《中华人民共和国民事诉讼法》第六十二条，代为承认、放弃、变更诉讼请求，进行和解，提起反诉或者上诉，"
        "必须有委托人的特别授权；仅写“全权代理”而不列明事项的，承办律师不享有上述权限。"
    )
    builder.text("3.3　甲方另行签署授权委托书，其内容应当与本条一致；需要变更权限的，甲方书面通知乙方并告知受理机构。")


def _duties(builder: TemplateBuilder) -> None:
    builder.clause("第四条　乙方的义务")
    for text in (
        "4.1　勤勉尽责，依照法律和甲方的授权维护甲方的合法权益，按时提交文书、出席庭审。",
        "4.2　及时向甲方通报案件进展；收到受理机构的通知、文书后，在三个工作日内转告甲方。",
        "4.3　就本案的事实、证据、法律适用和可能的风险，如实提出意见，不隐瞒不利因素。",
        "4.4　签约前进行利益冲突审查；在代理期间不得接受与甲方有利益冲突的委托，发现冲突的立即告知甲方并依法处理。",
        "4.5　为本案单独建档，妥善保管甲方交付的材料；证据原件原则上由甲方自行保管，确需交付原件的，双方办理书面交接。",
        "4.6　承办律师不得私自接受委托、私自收取费用，不得利用提供法律服务的便利牟取当事人争议的权益。",
    ):
        builder.text(text)
    builder.clause("第五条　甲方的义务")
    for text in (
        "5.1　真实、完整、及时地陈述案情，提供与本案有关的证据和线索，并对其真实性负责。",
        "5.2　按照本合同约定支付律师费和办案费用，按照受理机构的要求按时交费、到庭。",
        "5.3　对和解、调解、撤诉、上诉、申请执行等事项自行作出决定；承办律师的意见供甲方参考，不代替甲方的决定。",
        "5.4　不得要求承办律师实施违反法律、职业道德和执业纪律的行为。",
        "5.5　联系方式、送达地址发生变化的，在三日内书面通知乙方。",
    ):
        builder.text(text)


def _fee(builder: TemplateBuilder) -> None:
    builder.clause("第六条　律师费")
    builder.tag("{%p if fee.lines %}")
    builder.text(
        "6.1　双方以{% if fee.guidance_title %}{{ fee.guidance_title }}"
        "{% if fee.guidance_doc_no %}（{{ fee.guidance_doc_no }}）"
        "{% endif %}{% else %}乙方公示的收费标准{% endif %}"
        "为参照，对本阶段的收费计算如下：",
        keep=True,
        after=3,
    )
    builder.table(
        [
            ("计费项目", "计费基数", "标准", "金额"),
            ("{%tr for line in fee.lines %}", "", "", ""),
            ("{{ line.label }}", "{{ line.base }}", "{{ line.rate }}", "{{ line.amount }}"),
            ("{%tr endfor %}", "", "", ""),
            ("{%tr if fee.guidance_total_fen is not none %}", "", "", ""),
            ("参照标准合计", "<", "<", "{{ fee.guidance_total_fen|金额 }} 元"),
            ("{%tr endif %}", "", "", ""),
        ],
        (5.4, 3.8, 3.0, 3.4),
        header=True,
        right=(1, 2, 3),
        keep=True,
    )
    builder.gap()
    builder.tag("{%p else %}")
    builder.text(
        "6.1　本阶段的收费由双方参照{% if fee.guidance_title %}{{ fee.guidance_title }}"
        "{% if fee.guidance_doc_no %}（{{ fee.guidance_doc_no }}）"
        "{% endif %}和{% endif %}乙方公示的收费标准协商确定。"
    )
    builder.tag("{%p endif %}")
    builder.text(
        "6.2　双方约定本阶段的律师费为人民币__{{ fee.agreed_fen|大写 }}__（￥__{{ fee.agreed_fen|金额 }}__元）。"
    )
    _verdicts(builder)
    builder.text(
        "6.4　律师费的支付安排：{% if not fee.payments %}甲方于本合同签订之日一次付清。{% endif %}", keep=True, after=3
    )
    builder.tag("{%p if fee.payments %}")
    builder.table(
        [
            ("期次", "支付时间或者条件", "金额"),
            ("{%tr for payment in fee.payments %}", "", ""),
            ("第{{ loop.index }}期", "{{ payment.when }}", "{{ payment.amount_fen|金额 }} 元"),
            ("{%tr endfor %}", "", ""),
        ],
        (2.2, 9.4, 4.0),
        header=True,
        centred=(0,),
        right=(2,),
        keep=True,
    )
    builder.gap()
    builder.tag("{%p endif %}")
    builder.text(
        "6.5　律师费由乙方统一收取并开具发票。甲方不得将律师费支付给承办律师个人，承办律师也不得以任何名义另行收费。"
    )
    builder.text("6.6　本合同不实行风险代理，律师费不与案件结果挂钩。")
    builder.clause("第七条　办案费用")
    builder.text(
        "7.1　诉讼费、仲裁费、保全费、鉴定费、评估费、公证费、公告费、查档费、翻译费等向有关机构交纳的费用，"
        "不包含在律师费之内，由甲方直接支付。"
    )
    builder.text(
        "7.2　到乙方所在地以外的市、县办案发生的交通、住宿费用由甲方承担，乙方应当事先告知预计数额并征得甲方同意，事后凭有效票据据实结算。"
    )


def _verdicts(builder: TemplateBuilder) -> None:
    """6.3 says only what the comparison supports; a matter outside the guidance is never called below it."""
    cases = (
        (
            "{%p if fee.verdict == 'below_guidance' %}",
            (
                "6.3　甲方是乙方的签约服务对象，第6.2款约定的金额低于上述指导意见计算的金额"
                "{% if fee.comparison_sentence %}：{{ fee.comparison_sentence }}{% else %}。{% endif %}"
            ),
        ),
        (
            "{%p elif fee.verdict == 'below_published' %}",
            (
                "6.3　{% if signed_up %}甲方是乙方的签约服务对象，{% endif %}第6.2款约定的金额低于乙方公示的收费标准"
                "{% if fee.comparison_sentence %}：{{ fee.comparison_sentence }}{% else %}。{% endif %}"
            ),
        ),
        ("{%p elif fee.verdict == 'not_below' %}", "6.3　第6.2款约定的金额不低于参照的收费标准。"),
        (
            "{%p elif fee.verdict == 'not_required' %}",
            "6.3　甲方与乙方没有律师顾问签约关系，本合同的律师费由双方协商确定。",
        ),
        (
            "{%p elif fee.verdict == 'undecided' %}",
            "6.3　（填写律师费后，这里写明与参照标准的比较。）",
        ),
        (
            "{%p else %}",
            "6.3　本案所属类别的收费依据待核实，本合同不就律师费与收费标准的高低作出表述。",
        ),
    )
    for tag, text in cases:
        builder.tag(tag)
        builder.text(
            text + "{% if fee.relief_reason %}减收理由：__{{ fee.relief_reason }}__，已由乙方存档。{% endif %}"
        )
    builder.tag("{%p endif %}")


def _risks(builder: TemplateBuilder) -> None:
    builder.clause("第八条　风险告知")
    for text in (
        (
            "8.1　乙方和承办律师不对案件结果作出任何承诺。裁判结果取决于事实、证据、法律规定和受理机构的认定，"
            "承办律师对案情的分析不构成对结果的保证。"
        ),
        (
            "8.2　诉讼时效：依照《中华人民共和国民法典》第一百八十八条，向人民法院请求保护民事权利的诉讼时效期间为三年，"
            "法律另有规定的依照其规定；自权利人知道或者应当知道权利受到损害以及义务人之日起计算。"
            "超过诉讼时效期间，对方提出抗辩的，诉讼请求可能得不到支持。"
        ),
        "8.3　起诉与请求：起诉不符合法定条件、诉讼请求不当或者逾期变更的，可能不被受理、被驳回，或者增加费用。",
        "8.4　证据：逾期举证、不能提供原件、证人不出庭、不配合鉴定的，可能承担不利后果。",
        "8.5　程序：不按期交费、无正当理由不到庭或者中途退庭、无法送达的，可能按撤诉处理或者缺席判决。",
        "8.6　保全：申请财产保全错误给他人造成损失的，甲方可能承担赔偿责任。",
        "8.7　执行：申请强制执行应当在法定期间内提出；被执行人没有可供执行的财产的，胜诉权益可能部分或者全部不能实现。",
        "8.8　费用：案件进入下一阶段的，需要另行签约、另行付费；已交纳的诉讼费用由谁负担，以受理机构的决定为准。",
    ):
        builder.text(text)
    builder.text(
        "甲方确认：乙方已经就上述风险逐项作了说明，本人（本单位）已经阅读并理解。",
        font=KAI,
        keep=True,
    )
    builder.signed("甲方签字")


def _information(builder: TemplateBuilder) -> None:
    builder.clause("第九条　法律援助告知")
    builder.text(
        "9.1　乙方已告知甲方：因经济困难或者属于《中华人民共和国法律援助法》规定的情形，没有委托代理人的，"
        "可以向法律援助机构申请免费的法律援助，也可以拨打公共法律服务热线12348咨询。"
    )
    builder.text(
        "9.2　甲方符合法律援助条件的，乙方协助其向法律援助机构提出申请。甲方的选择是（由甲方在方框内打钩）：", keep=True
    )
    builder.text("□　已知悉，不申请法律援助，自行委托乙方代理；", keep=True)
    builder.text("□　拟申请法律援助，请乙方协助转介；获得援助的，本合同解除，乙方退还已收取而未发生的费用。")
    builder.clause("第十条　保密与个人信息保护")
    for text in (
        (
            "10.1　乙方和承办律师对在代理中知悉的国家秘密、甲方的商业秘密和个人隐私，以及甲方不愿泄露的情况和信息予以保密，"
            "法律另有规定的除外。本合同终止后，保密义务继续有效。"
        ),
        (
            "10.2　乙方为订立和履行本合同、进行利益冲突审查和依法归档而处理甲方提供的个人信息，只在必要范围内使用，"
            "按照律师业务档案的保管期限保存；除向受理机构和办案所需的机构提供外，不向他人提供。"
        ),
        "10.3　甲方有权查阅、复制、更正其个人信息，并在法律规定的情形下要求删除，可以通过合同首部的联系电话向乙方提出。",
    ):
        builder.text(text)


def _ending(builder: TemplateBuilder) -> None:
    builder.clause("第十一条　变更、解除与退费")
    for text in (
        "11.1　变更本合同，应当采用书面形式。",
        (
            "11.2　依照《中华人民共和国民法典》第九百三十三条，双方可以随时解除本合同；因解除造成对方损失的，"
            "除不可归责于该当事人的事由外，依照该条的规定赔偿。"
        ),
        (
            "11.3　解除本合同的，律师费按照下列方式结算：乙方尚未开展工作的，全部退还；乙方已经开展工作的，"
            "按照已完成的工作占本阶段工作的比例收取，其余退还；因不可归责于乙方的事由解除的，"
            "甲方依照《中华人民共和国民法典》第九百二十八条支付相应的报酬。"
        ),
        (
            "11.4　有下列情形之一的，乙方可以解除本合同：甲方利用乙方的服务从事违法活动；"
            "甲方故意隐瞒与本案有关的重要事实；甲方逾期付费，经书面催告后十日内仍不支付。"
        ),
        "11.5　乙方应当在解除后五个工作日内交还甲方的材料，并在十个工作日内办结退费。",
    ):
        builder.text(text)
    builder.clause("第十二条　违约责任")
    builder.text(
        "12.1　依照《中华人民共和国民法典》第九百二十九条，因乙方的过错给甲方造成损失的，甲方可以请求赔偿。"
        "因甲方提供虚假材料、未按时交费或者不到庭造成的后果，由甲方承担。"
    )
    builder.text(
        "12.2　甲方逾期支付律师费的，自逾期之日起按照中国人民银行授权全国银行间同业拆借中心公布的一年期贷款市场报价利率支付逾期利息。"
    )
    builder.clause("第十三条　通知与送达")
    builder.text(
        "13.1　合同首部所列的地址和电话为双方的联系方式和送达地址。一方的通知以书面、短信、微信或者电子邮件发出并能够查证的，"
        "到达对方时视为送达；变更联系方式而未通知的，按原联系方式发出即视为送达。"
    )
    builder.clause("第十四条　争议解决")
    builder.text(
        "14.1　因本合同发生的争议，双方先行协商，也可以请乙方所在地的律师协会调解；协商、调解不成的，"
        "任何一方可以向乙方住所地有管辖权的人民法院起诉。"
    )
    builder.clause("第十五条　生效、期限与份数")
    builder.text("15.1　本合同自双方签字或者盖章之日起生效，至第1.3款所列阶段终结时止。", keep=True)
    builder.text("15.2　本合同一式{{ copies|份数 }}份，甲方执一份，其余由乙方存档，各份具有同等效力。", keep=True)
    builder.text(
        "15.3　本合同未约定的事项，依照法律规定，或者由双方订立补充协议；补充协议与本合同具有同等效力。", keep=True
    )
    builder.tag("{%p if extra_clauses %}")
    builder.text("15.4　补充约定：{{ extra_clauses }}", keep=True)
    builder.tag("{%p endif %}")


def _signatures(builder: TemplateBuilder) -> None:
    builder.gap(20, keep=True)
    builder.signatures(
        (
            "甲方（签字或者盖章）：",
            "{{ client.name }}",
            f"{{% if client.is_organisation %}}法定代表人或代理人：{BLANK}{{% else %}}签字：{BLANK}{{% endif %}}",
            "日期：__　　　　__年__　　__月__　　__日",
        ),
        (
            "乙方（盖章）：",
            "{{ firm.full_name }}",
            f"承办律师：{BLANK}",
            "日期：{{ contract.date|日期 }}",
        ),
    )
