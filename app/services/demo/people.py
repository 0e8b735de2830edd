"""Synthetic people: invented names, telephone numbers and identity numbers that belong to nobody.

Identity numbers use the division code 130199, which was never given out; telephone numbers use the middle part 0000.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.identifiers import credit_code_check_character, id_check_character
from app.terms import Sex

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇查解"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟")
FEMALE = "秀英桂兰淑珍玉梅丽娟红霞芳敏静雪慧莉萍艳琴云燕婷丹洁颖倩欣怡菊翠香凤彩巧春荣"
MALE = "国强建军志刚海涛伟明永福德胜俊杰文斌立新金锁鹏飞卫东学良树林长顺振华庆丰宝田喜来润生"
PLACES = ("长安区", "桥西区", "新华区", "裕华区", "藁城区", "鹿泉区", "栾城区", "正定县")
CODES = ("130102", "130104", "130105", "130108", "130109", "130110", "130111", "130123")
STREETS = ("和平", "建设", "青园", "翟营", "槐安", "中山", "体育", "仓丰", "谈固", "汇通", "富强", "平安")
TRADES = (
    "粮油店",
    "装饰工程有限公司",
    "餐饮管理有限公司",
    "软件科技有限公司",
    "机械加工厂",
    "物流有限公司",
    "服装商行",
)
NICKS = (
    "春暖花开",
    "滹沱河畔",
    "平安是福",
    "小石头",
    "一路向北",
    "阳光雨露",
    "老槐树",
    "清风徐来",
    "知足常乐",
    "云淡风轻",
)
UNASSIGNED_DIVISION = "130199"


@dataclass(frozen=True)
class Person:
    """An invented person."""

    name: str
    sex: Sex
    birth_date: date
    identity_no: str
    phone: str
    wechat_name: str
    district: str
    address: str


@dataclass(frozen=True)
class Business:
    """An invented enterprise."""

    name: str
    credit_code: str
    representative: str
    phone: str
    district: str
    address: str


class Inventor:
    """Makes people and enterprises; the same seed makes the same ones.

    Args:
        seed: any whole number.
        today: nobody is born after it.

    """

    def __init__(self, seed: int, today: date) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invented people, nothing secret
        self._today = today
        self._made = 0
        self._given_out: set[str] = set()

    def person(self) -> Person:
        """Invent a person."""
        pick = self._random
        sex = pick.choice((Sex.FEMALE, Sex.MALE))
        name = self._surname() + self._given(sex)
        age_days = int(pick.triangular(18, 90, 45) * 365.25)
        birth = self._today - timedelta(days=age_days)
        place = pick.randrange(len(PLACES))
        return Person(
            name=name,
            sex=sex,
            birth_date=birth,
            identity_no=self._identity(birth, sex),
            phone=self._phone(),
            wechat_name=pick.choice(NICKS) if pick.random() < 0.3 else name[-1] * 2,
            district=CODES[place],
            address=self._address(PLACES[place]),
        )

    def business(self) -> Business:
        """Invent an enterprise."""
        pick = self._random
        place = pick.randrange(len(PLACES))
        word = pick.choice(STREETS) + pick.choice("禾恒瑞嘉诚泰兴宏盛远穗")
        return Business(
            name=f"石家庄{word}{pick.choice(TRADES)}",
            credit_code=self._credit_code(),
            representative=self._surname() + self._given(Sex.MALE),
            phone=self._phone(),
            district=CODES[place],
            address=self._address(PLACES[place]),
        )

    def _surname(self) -> str:
        pick = self._random
        return pick.choice(COMPOUND) if pick.random() < 0.01 else pick.choice(SURNAMES)

    def _given(self, sex: Sex) -> str:
        pick, pool = self._random, FEMALE if sex is Sex.FEMALE else MALE
        return pick.choice(pool) if pick.random() < 0.15 else pick.choice(pool) + pick.choice(pool)

    def _identity(self, birth: date, sex: Sex) -> str:
        while True:
            serial = self._random.randrange(500) * 2 + (sex is Sex.MALE)
            first = f"{UNASSIGNED_DIVISION}{birth:%Y%m%d}{serial:03d}"
            if first not in self._given_out:
                self._given_out.add(first)
                return first + id_check_character(first)

    def _phone(self) -> str:
        self._made += 1
        row, column = divmod(self._made, 70)
        return f"1{30 + column}0000{(row + column * 131) % 10000:04d}"

    def _credit_code(self) -> str:
        pick = self._random
        first = "92" + UNASSIGNED_DIVISION + "".join(pick.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
        return first + credit_code_check_character(first)

    def _address(self, district: str) -> str:
        pick = self._random
        house = (
            f"{pick.randrange(1, 300)}号院{pick.randrange(1, 20)}-{pick.randrange(1, 6)}-{pick.randrange(101, 1802)}"
        )
        return f"{district}{pick.choice(STREETS)}路{house}"
