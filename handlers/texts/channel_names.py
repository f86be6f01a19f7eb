"""What complaint channels that are no messengers are called, on buttons and in lists."""

from data.counter_cases import Channel

CHANNEL_NAMES: dict[str, str] = {
    Channel.COUNTER: "เคาน์เตอร์",
    Channel.PHONE: "โทรศัพท์",
    Channel.LETTER: "จดหมาย",
    Channel.FACEBOOK: "Facebook",
    Channel.FORM: "Google Form",
    Channel.OTHER: "อื่น ๆ",
}
