"""What a consultation already tells about signing its asker up."""

from app.services.consultations.types import ConsultationDetail
from app.terms import Channel, GroupKind, SignUpChannel
from app.views.sign_up_evidence import EvidencePrefill
from app.views.sign_up_form import SignUpPrefill

GROUPS = {
    Channel.WECHAT_GROUP: GroupKind.WECHAT_GROUP,
    Channel.QQ_GROUP: GroupKind.QQ_GROUP,
    Channel.OFFICIAL_ACCOUNT: GroupKind.OFFICIAL_ACCOUNT,
    Channel.WECHAT: GroupKind.WECHAT_GROUP,
}
LIKELY = {
    Channel.PHONE: SignUpChannel.PHONE,
    Channel.WALK_IN: SignUpChannel.WRITTEN,
    Channel.JIFATONG: SignUpChannel.JIFATONG,
}


def prefill_of(detail: ConsultationDetail) -> SignUpPrefill:
    """Return what the sign-up form opened from a consultation starts with."""
    kind = GROUPS.get(detail.channel)
    likely = LIKELY.get(detail.channel, SignUpChannel.GROUP if kind else SignUpChannel.WRITTEN)
    return SignUpPrefill(
        consultation_id=detail.id,
        client_id=detail.client_id,
        client_name=detail.client_name,
        name=detail.asker_name if detail.asker_name != detail.wechat_name else "",
        phone=detail.phone,
        wechat_name=detail.wechat_name,
        evidence=EvidencePrefill(
            channel=likely,
            group_kind=kind,
            nickname=detail.wechat_name,
            called_at=detail.received_at if detail.channel is Channel.PHONE else None,
            from_jifatong=detail.channel is Channel.JIFATONG,
        ),
    )
