/// Invented names, and names that are hard on a screen and a printer.
enum DemoNames {
    /// 31 characters with the middle dot of minority names.
    static let long = "阿卜杜热合曼·吾买尔江·阿不都克里木·买买提·依明江·托合提江"
    static let rare = ["王㛃", "李㑇", "赵䶮"]
    static let rarest = ["张𠅤", "陈𬀩", "周𬎆"]

    private static let families = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "欧阳", "司马",
    ]
    private static let given = [
        "伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "梅",
        "子涵", "雨桐", "浩然", "思远", "梓萱", "一诺", "若曦", "俊杰",
    ]

    static func ordinary(_ random: inout DemoRandom) -> String {
        pick(families, &random) + pick(given, &random)
    }

    static func pick(_ names: [String], _ random: inout DemoRandom) -> String {
        names[random.below(names.count)]
    }
}
