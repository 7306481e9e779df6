"""What the findings say that are made in code instead of by a rule file, for `speakprep rule`."""

from collections.abc import Mapping

from speakprep.lint import prose, typography
from speakprep.talk.language import Language

Said = Mapping[Language, str]


def _said(en: str, zh: str) -> Said:
    return {"en": en, "zh": zh}


PROPOSAL: Mapping[str, Said] = {
    "CFP111": _said(
        "The call for proposals has closed, may have closed, or closes within a day.",
        "征稿已经截止、可能已经截止，或者一天之内截止。",
    ),
    "CFP112": _said(
        "One speaker has more proposals at this event than it takes.",
        "同一位讲者在这个会议的提案数超过了上限。",
    ),
    "CFP113": _said(
        "The format chosen is shorter or longer than the slot in talk.toml.",
        "所选形式的时长与 talk.toml 里的时段不同。",
    ),
    "CFP114": _said(
        "The format chosen takes fewer or more speakers than talk.toml names.",
        "所选形式允许的讲者人数与 talk.toml 写的不同。",
    ),
    "CFP115": _said(
        "The form wants another language than the one this is mostly written in.",
        "表单要求的语言与提案的主要语言不同。",
    ),
    "CFP116": _said(
        "The review hides the speakers, and a field names one.",
        "评审时不公开讲者，而某一项写出了讲者的名字。",
    ),
    "CFP120": _said("A heading that the form does not have.", "表单里没有这个标题。"),
    "CFP121": _said(
        "A heading that is there twice; only the first is read.", "标题出现两次，只读第一个。"
    ),
    "CFP122": _said(
        "A field of the form that has no heading in the file.", "表单的某一项在文件里没有标题。"
    ),
    "CFP123": _said(
        "Words above the first heading; they belong to no field.",
        "第一个标题之前的文字，不属于任何一项。",
    ),
    "CFP130": _said(
        "An answer was left out, because the field already says something.",
        "这一项已有内容，新的回答没有写入。",
    ),
    "CFP131": _said(
        "Words that a model generated or translated and nobody has changed since; some events "
        "take them out.",
        "模型生成或翻译、之后没有改过的文字；有的会议会剔除这类提案。",
    ),
    "CFP132": _said("The proposal was edited since it was frozen.", "提案在定稿之后改过。"),
    "CFP133": _said("The stored copy of what was submitted was edited.", "保存的提交版本被改过。"),
    "CFP134": _said(
        "A comment that must be answered is still open at the freeze.",
        "定稿时还有一条必须处理的意见没有处理。",
    ),
    "CFP140": _said(
        "A question a reviewer may ask that has no quote as its answer yet.",
        "评审可能会问、还没有用原文回答的问题。",
    ),
    "CFP141": _said(
        "The sentence that answered a reviewer's question was edited: look at it again.",
        "回答评审问题的那句话改过了，请再看一遍。",
    ),
    "CFP142": _said(
        "cfp-check.toml answers a question that no checklist asks.",
        "cfp-check.toml 回答了一个清单里没有的问题。",
    ),
    "CFP151": _said(
        "A row of the export has more or fewer cells than its header.",
        "导出表中某一行的单元格数与表头不同。",
    ),
    "CFP152": _said(
        "A cell of the export is too long to be a submission; it was not read.",
        "导出表中某个单元格太长，不可能是一份提案，没有读取。",
    ),
    "CFP153": _said("A cell of the export holds binary characters.", "某个单元格含有二进制字符。"),
    "CFP213": _said("A field repeats what another field says.", "一项内容重复了另一项。"),
    "CFP708": _said(
        "Much of this proposal is in another one for the same organiser.",
        "这份提案与投给同一主办方的另一份大体相同。",
    ),
    "CFP805": _said(
        "A reviewer's comment that was neither answered nor declined.",
        "评审的一条意见还没有采纳，也没有说明不采纳的理由。",
    ),
}

ABOUT_FINDINGS: Mapping[str, Said] = {
    "LNT100": _said(
        "A file could not be checked; the others were.", "有一个文件无法检查，其余照常。"
    ),
    "LNT101": _said(
        "A rule is allowed without a reason, so it still counts.",
        "允许了一条规则却没有写理由，仍然算数。",
    ),
    "LNT102": _said("What is allowed is no rule.", "要允许的规则并不存在。"),
    "LNT103": _said(
        "A rule is allowed that finds nothing there; the line can go.",
        "允许的规则在这里没有发现问题，这一行可以删去。",
    ),
    "LNT104": _said(
        "The list of known findings holds one that is gone; the line can go.",
        "已知问题清单里有一条已经不存在，可以删去。",
    ),
}

EVENTS: Mapping[str, Said] = {
    "EVT101": _said(
        "The event's profile is of an edition that is over, or was checked over a year ago.",
        "会议资料来自已经结束的一届，或者是一年多以前核对的。",
    ),
    "EVT102": _said("An event's profile cannot be read.", "会议资料文件无法读取。"),
    "EVT201": _said(
        "An entry of a list of events, or its day, cannot be used; it is left out.",
        "会议列表中的一条或其日期无法使用，已略过。",
    ),
    "EVT202": _said(
        "A value in a list of events is odd; the entry is kept.",
        "会议列表中有一个值不寻常，该条仍保留。",
    ),
}

FEEDBACK: Mapping[str, Said] = {
    "FBK101": _said(
        "A comment is claimed fixed, and the text it is about is what it was.",
        "意见标为已改，但所指的文字没有变化。",
    ),
    "FBK102": _said(
        "A comment is fixed, and no earlier text is known to compare with.",
        "意见已改，但没有之前的文字可以比较。",
    ),
    "FBK201": _said(
        "Words that were not understood as a comment; they are kept as a note.",
        "没有识别成意见的文字，作为备注保留。",
    ),
    "FBK202": _said("An attachment of a mail, which was not read.", "邮件的附件没有读取。"),
    "FBK203": _said("No comment was understood in a text.", "文中没有识别出任何意见。"),
}

SCRIPT: Mapping[str, Said] = {
    "SCR111": _said("The script is longer than the time to speak.", "讲稿超出了可用时间。"),
    "SCR112": _said("The script leaves much of the time unused.", "讲稿还剩下不少时间。"),
    "SCR113": _said("One slide is talked over for very long.", "某一页讲得过久。"),
    "SCR114": _said(
        "A code block is never closed, so what follows does not count as speech.",
        "代码块没有结束标记，后面的文字不计入讲稿。",
    ),
    "SCR115": _said(
        "A comment is never closed, so it counts as speech.", "注释没有结束，被算作讲稿。"
    ),
    "SCR116": _said("A heading that belongs to no slide.", "标题没有对应的幻灯片。"),
    "SCR117": _said("A slide has two texts.", "同一页有两段讲稿。"),
    "SCR118": _said(
        "A text whose slide is not in the deck; it is not counted.",
        "这段文字在幻灯片里没有对应的页，不计入时间。",
    ),
    "SCR121": _said("A slide changed since its text was written.", "写完讲稿之后，这一页改过了。"),
    "SCR122": _said("The speaker notes of a slide changed in the deck.", "幻灯片里的备注改过了。"),
    "SCR123": _said(
        "Speaker notes in another language did not become the text.",
        "备注是另一种语言，没有写入讲稿。",
    ),
    "SCR124": _said(
        "A heading keeps your own words, and the slide says something else.",
        "标题保留了你自己的写法，与幻灯片不同。",
    ),
    "SCR125": _said("A slide has two texts; both are kept.", "同一页有两段讲稿，都保留。"),
    "SCR126": _said(
        "A text has no slide in the deck; it is kept at the end.",
        "这段文字没有对应的幻灯片，保留在末尾。",
    ),
    "SCR127": _said(
        "The deck's slides were numbered anew, so texts were matched by what is on them.",
        "幻灯片被重新编号，讲稿按内容对应。",
    ),
    "SCR128": _said(
        "A slide now holds something else than when its text was written.",
        "这一页的内容与写讲稿时完全不同。",
    ),
    "SCR129": _said(
        "A text whose slide has gone could be for a slide that is like it.",
        "这段文字的幻灯片已不在，另有一页与它相似。",
    ),
    "DECK101": _said(
        "A part of the deck could not be read, or a copy was converted to read it.",
        "幻灯片文件的一部分无法读取，或者先转换了一份副本才读取。",
    ),
    "DECK151": _said(
        "Chinese on slides that LibreOffice drew without a font for it.",
        "没有中文字体，LibreOffice 画出来的汉字是方框。",
    ),
    "DECK120": _said(
        "The deck seems to be open in another program; unsaved changes are not in the copy.",
        "幻灯片似乎还在另一个程序里打开着，没有保存的修改不在副本中。",
    ),
    "SCR131": _said(
        "A drafted text says something that stands in no source given to the model.",
        "起草的文字里有材料中没有的内容。",
    ),
    "SCR132": _said(
        "A text is as a model drafted it; nobody has changed or accepted it.",
        "这段文字由模型起草，还没有人改过或认可。",
    ),
}

REHEARSAL: Mapping[str, Said] = {
    "RHS101": _said("The recording holds next to no speech.", "录音里几乎没有人声。"),
    "RHS102": _said("The recording is damaged or cut off.", "录音文件损坏或不完整。"),
    "RHS103": _said("The rehearsal was longer than the time to speak.", "试讲超时。"),
    "RHS104": _said("The recording is clipped: it was too loud.", "录音过载，音量过大。"),
    "RHS105": _said("The recording is very soft or very loud.", "录音音量过小或过大。"),
    "RHS106": _said(
        "There is much noise, so pauses and pace are unsure.", "噪声较大，停顿与语速不准。"
    ),
    "RHS107": _said(
        "Speech and script differ too much in length to tell the pace.",
        "录音与讲稿长度相差太多，无法判断语速。",
    ),
    "RHS108": _said("You speak fast, on the whole.", "整体语速偏快。"),
    "RHS109": _said("You speak slowly, on the whole.", "整体语速偏慢。"),
    "RHS110": _said("There are long silences.", "有较长的停顿。"),
    "RHS111": _said("A rehearsal's file cannot be read.", "试讲记录文件无法读取。"),
    "RHS112": _said("It fits, with little time to spare.", "时间刚好，余量很小。"),
    "RHS113": _said("Much of the time is left.", "还剩下不少时间。"),
    "RHS114": _said("A rehearsal on video without a picture.", "视频试讲没有画面。"),
    "RHS115": _said("A rehearsal with a team that names nobody.", "团队试讲没有写明有谁在场。"),
    "RHS116": _said(
        "The second half is much softer or louder than the first.", "后半场的音量与前半场相差很大。"
    ),
    "RHS117": _said(
        "The second half is much faster or slower than the first.", "后半场的语速与前半场相差很大。"
    ),
    "RHS118": _said("There is very much or very little silence.", "停顿占的时间很多或很少。"),
    "RHS201": _said(
        "The talk was more than a minute behind its plan from this slide on.",
        "从这一页起，比计划晚了一分钟以上。",
    ),
    "RHS202": _said("Slides took much longer than planned.", "有几页比计划长得多。"),
    "RHS203": _said("Slides took much less time than planned.", "有几页比计划短得多。"),
    "RHS204": _said("Slides were skipped.", "有几页跳过了。"),
    "RHS205": _said("Slides were shown more than once.", "有几页不止一次翻到。"),
    "RHS206": _said("Hidden slides were shown; they are not counted.", "翻到了隐藏的页，不计入。"),
    "RHS207": _said("The script was changed since the rehearsal.", "试讲之后讲稿改过。"),
    "RHS211": _said("A mark that names no slide.", "有标记看不出是哪一页。"),
    "RHS212": _said("A mark that names no time.", "有标记看不出时间。"),
    "RHS213": _said("Marks out of order.", "标记的顺序不对。"),
    "RHS214": _said("Marks that overlap.", "标记互相重叠。"),
    "RHS215": _said("Marks after the end of the recording.", "有标记在录音结束之后。"),
    "RHS216": _said("Marks of slides the script does not have.", "有标记对应的页讲稿里没有。"),
    "RHS217": _said("Marks that may be of another talk.", "标记可能是另一场演讲的。"),
    "RHS301": _said(
        "The transcript looks like that of another talk.", "文字记录像是另一个演讲的。"
    ),
    "RHS302": _said("The transcript was made of another recording.", "文字记录来自另一份录音。"),
    "RHS303": _said("Slides of which next to nothing was said.", "有几页几乎没有讲。"),
    "RHS304": _said(
        "The script was changed since what the transcript holds.", "文字记录之后讲稿改过。"
    ),
    "RHS305": _said("Many fillers that the script does not have.", "讲稿之外的口头禅较多。"),
    "RHS306": _said(
        "Something in a transcript's file was put right.", "文字记录文件里有内容已修正。"
    ),
    "RHS307": _said("A transcript that is longer than the recording.", "文字记录比录音长。"),
}

TRANSLATION: Mapping[str, Said] = {
    "answer": _said("The text was answered instead of translated.", "把原文当成问题回答了。"),
    "refusal": _said("The translator declined.", "译者拒绝翻译。"),
    "preamble": _said("Talk about the translation stands before it.", "译文之前有说明性的话。"),
    "note": _said("A note of the translator stands in or after it.", "译文里或之后有译者的话。"),
    "untranslated": _said("Words were left in the source language.", "有内容没有翻译。"),
    "wrong-script": _said("Letters of a third writing system.", "出现了第三种文字。"),
    "number": _said("A quantity that only one side has.", "只有一边有的数量。"),
    "code": _said("An identifier, file or command that only one side has.", "只有一边有的代码。"),
    "url": _said("An address that only one side has.", "只有一边有的网址。"),
    "name": _said("A name or acronym that only one side has.", "只有一边有的名称或缩写。"),
    "term": _said(
        "Not the words fixed for a term, or two translations of one.", "术语译法不对或前后不一。"
    ),
    "repeated": _said("The same words twice.", "同样的话出现了两次。"),
    "changed": _said(
        "A second reader sees another number, name, negation or certainty.",
        "复核认为数字、名称、否定或语气的确定程度变了。",
    ),
    "merged": _said("A neighbour's words inside this segment.", "混入了相邻段落的内容。"),
    "truncated": _said("Broken off before its end.", "译文中断。"),
    "omission": _said("Shorter than the source usually needs.", "比原文通常需要的短。"),
    "addition": _said("Longer than the source usually needs.", "比原文通常需要的长。"),
    "opinion": _said("A stance that the speaker did not take.", "讲者没有表达过的立场。"),
    "markdown": _said("Formatting that the source does not have.", "原文没有的格式。"),
    "structure": _said("Line breaks or a question on one side only.", "只有一边有的换行或问句。"),
    "kept": _said("Edited by hand, so it stays as it is.", "手工改过，保持不变。"),
    "refused": _said("An answer held an id that was not asked for.", "回答里有没有问过的编号。"),
    "skipped": _said("A line of the memory could not be read.", "记录文件有一行无法读取。"),
    "missing": _said("Not translated yet.", "还没有翻译。"),
    "undecided": _said("A term of the glossary has no translation yet.", "术语还没有定译法。"),
    "differs": _said(
        "A table and your glossary differ; yours stays.", "表格与术语表不同，以术语表为准。"
    ),
    "damaged": _said("Your memory was damaged and was set aside.", "翻译记忆已损坏，已移到一旁。"),
    "stale": _said("Its source has changed since.", "原文在翻译之后改过。"),
    "unsure": _said("The translator was not sure.", "译者自己不确定。"),
    "unfinished": _said(
        "Segments stay open for a reason outside; run the command again.",
        "因为外部原因还没有译完，请再运行一次。",
    ),
    "declined": _said("The model or its filter declined.", "模型或它的过滤器拒绝了。"),
    "unanswered": _said("No usable answer came.", "没有得到可用的回答。"),
    "rejected": _said("Refused by a person, to be asked for again.", "被退回，等待重译。"),
    "unused": _said("A dismissal that settles nothing any more.", "不再起作用的排除规则。"),
    "unsigned": _said(
        "Places of a translation that nobody has signed.", "译文里还没有人签字的地方。"
    ),
}

ENGINES: Mapping[str, Said] = {
    **{
        code: _said(
            f"proselint, group {group}; with: cfp lint --engine proselint",
            f"proselint 的 {group} 一类检查；用 cfp lint --engine proselint 运行",
        )
        for group, code in prose.CODES.items()
    },
    **{
        code: _said(
            f"AutoCorrect, rule {rule}; with: cfp lint --engine autocorrect",
            f"AutoCorrect 的 {rule} 规则；用 cfp lint --engine autocorrect 运行",
        )
        for rule, code in typography.CODES.items()
    },
}

GROUPS: Mapping[str, Mapping[str, Said]] = {
    "The proposal, beyond words": PROPOSAL,
    "What is allowed and known": ABOUT_FINDINGS,
    "Events": EVENTS,
    "Feedback": FEEDBACK,
    "Script and deck": SCRIPT,
    "Rehearsals": REHEARSAL,
    "Translations": TRANSLATION,
    "Engines by others": ENGINES,
}
"""All of them, by what they are about."""

MADE_IN_CODE: Mapping[str, Said] = {
    code: said for group in GROUPS.values() for code, said in group.items()
}
