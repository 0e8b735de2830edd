"""Short cuts and words of quick entry."""

from app.terms import Category, Channel

INITIALS = {
    Category.FAMILY: "hyjt",
    Category.INHERITANCE: "ycjc",
    Category.LABOUR: "ldzy",
    Category.LOAN: "mjjd",
    Category.CONTRACT: "htjf",
    Category.TORT: "qqsh",
    Category.TRAFFIC: "jtsg",
    Category.HOUSING: "fctd",
    Category.TENANCY: "fwzl",
    Category.NEIGHBOUR: "lljf",
    Category.CONSUMER: "xfwq",
    Category.COMPANY: "gsqy",
    Category.CRIMINAL: "xs",
    Category.ADMINISTRATIVE: "xz",
    Category.PROCEDURE: "sscx",
    Category.INTELLECTUAL_PROPERTY: "zscq",
    Category.WEALTH: "cfgl",
    Category.GUIDANCE: "bszy",
    Category.OTHER: "qt",
}
"""Pinyin initials: four keys instead of an input method."""
SOURCES = {
    Channel.WECHAT_GROUP: "群名",
    Channel.QQ_GROUP: "群名",
    Channel.OFFICIAL_ACCOUNT: "公众号",
    Channel.BEIJING_PLATFORM: "平台编号",
}
