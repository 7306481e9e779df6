"""Two proposals without a fault, and the same with a finding each."""

from pathlib import Path

from speakprep.talk.workspace import Workspace

ENGLISH = """\
## Title

Keep the Traces That Matter

## Abstract

Keeping every trace costs more than the services it came from. By sampling in the Collector we
keep the odd ones; SDKs stay as they are. You will leave with three rules to start from.

## Audience

Platform engineers who pay for a tracing backend

## Takeaways

Three rules

## Level

Intermediate

## Biography

Runs the tracing platform of a travel site.

## Notes for the Organisers

None
"""
CHINESE = """\
## 标题

只留有用的链路

## 摘要

全量保留链路的成本超过了服务本身。我们通过在 Collector 里采样留下失败的请求，SDK 不用改。
听完之后，你将带走三条可以直接用的规则。

## 目标听众

为链路后端付费的平台工程师

## 听众收获

三条规则

## 难度

Intermediate

## 讲者简介

一家旅行网站链路平台的负责人。

## 给主办方的备注

无
"""
FAULTY = ENGLISH.replace("Three rules", "TBD")
CHINESE_FAULTY = CHINESE.replace("三条规则\n", "待补\n")


def write(space: Workspace, text: str, name: str = "cfp.md") -> Path:
    path = space.folder / name
    path.write_bytes(text.encode())
    return path
