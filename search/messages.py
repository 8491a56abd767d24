"""What is said about a query that cannot be read, in English and Chinese, by the code of the error."""

MESSAGES: dict[str, tuple[str, str]] = {
    "lone-minus": ("a minus excludes the word right after it, and here no word follows",
                   "减号用于排除紧跟其后的词，这里后面没有词"),
    "unclosed-paren": ("this bracket is never closed", "这个括号没有配对的右括号"),
    "stray-paren": ("this bracket closes nothing", "这个右括号没有对应的左括号"),
    "split-paren": ("a blank stands within this bracket, and a word right before it: brackets in a word hold no blank, "
                    "brackets around words stand apart from the word before",
                    "这个括号里有空格，又紧接在词的后面：词里的括号中不能有空格，用来分组的括号前要留空格"),
    "empty-group": ("nothing stands between the brackets", "括号里没有内容"),
    "unclosed-quote": ("this quotation mark is never closed", "这个引号没有配对的右引号"),
    "empty-phrase": ("nothing to look for stands between the quotation marks", "引号里没有可检索的内容"),
    "empty-field": ("{name}: needs a value", "“{name}：”后面需要填写内容"),
    "nested-field": ("a field cannot stand within another field", "字段里面不能再用字段"),
    "missing-operand": ("{word} needs a word on both sides; to look for the letters themselves, put them in quotation "
                        "marks", "{word} 两边都要有词；要检索这几个字母本身，请加引号"),
    "bad-near": ("NEAR/ needs a number of characters, such as NEAR/10", "NEAR/ 后面应是字数，如 NEAR/10"),
    "near-operand": ("NEAR stands between words, phrases or groups of them joined by OR",
                     "NEAR 的两边应是词、引号内的短语，或用 OR 连接的词组"),
    "lone-star": ("* needs the beginning of a word before it", "* 前面要有词的开头部分"),
    "nothing": ("the query holds only quotation marks or spaces; type at least one character",
                "检索式里只有引号或空白；请至少输入一个字"),
    "bad-year": ("{text} is no year and no range of years", "“{text}”不是年份，也不是年份范围"),
    "bad-kind": ("{text} is no kind; the kinds are 报告 讲话 总结 调研 通知 决定 计划 文章 其他",
                 "没有“{text}”这个类型；可用：报告 讲话 总结 调研 通知 决定 计划 文章 其他"),
    "unknown-field": ("there is no field {name}, so “{name}:” was looked for as text; the fields are 标题 讲话人 单位 "
                      "会议 文号 小标题 变体 年 地区 类型",
                      "没有“{name}”这个字段，“{name}:”是按文字检索的；可用的字段：标题 讲话人 单位 会议 文号 小标题 "
                      "变体 年 地区 类型"),
    "near-common": ("these words stand in more than five million places, too many for NEAR; add a rarer word or "
                    "a filter",
                    "这些词共出现五百多万次，太多，无法用 NEAR 检索；请再加一个较少见的词或筛选条件"),
    "too-long": ("the query is longer than 1,000 characters", "检索式超过 1000 个字符"),
    "too-many": ("the query has more than 64 words", "检索式超过 64 个词"),
    "too-deep": ("the query nests more than 20 levels deep", "检索式嵌套超过 20 层"),
}
