"""Every word of the interface, in one catalogue a language. English is complete; others may lack words."""

from __future__ import annotations

EN: dict[str, str] = {
    "question": "Question {number}",
    "one": "one best answer",
    "many": "choose all that apply",
    "check": "Check my answer",
    "again": "Try again",
    "answer": "Answer and reasons",
    "reasons": "Why",
    "right": "Right",
    "wrong": "Not right",
    "result-right": "Right.",
    "result-wrong": "Not right.",
    "result-partly": "Partly right: {right} of {all} choices as they should be.",
    "chosen": "your choice",
    "choose-first": "Choose an option first.",
    "kept": "Answered {date}. Kept in this browser only.",
    "changed": "This question has changed since you answered it. Your earlier answer is set aside.",
    "not-kept": "This browser does not let the page keep your answer. It will be forgotten when you leave.",
    "damaged": "Answers kept by this browser could not be read. They were set aside, not deleted.",
    "objectives": "After this module you will be able to",
    "references": "References",
    "cited-in": "Cited in",
    "minutes": "about {minutes} min",
    "questions": "{count} questions",
    "module": "Module {number}",
    "all-of-it": "All of it",
    "reviewed": "Last reviewed {date}",
}
