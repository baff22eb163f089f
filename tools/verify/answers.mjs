// One question's answer: yes, no or cannot say, with a code that words.mjs puts into a sentence.

export const YES = "yes";
export const NO = "no";
export const UNKNOWN = "unknown";

export const yes = (code = "ok") => ({ verdict: YES, code });
export const no = (code) => ({ verdict: NO, code });
export const unknown = (code) => ({ verdict: UNKNOWN, code });

/** Any no, else any cannot say, else yes. */
export function together(answers) {
  const verdicts = answers.map((answer) => answer.verdict);
  return verdicts.includes(NO) ? NO : verdicts.includes(UNKNOWN) ? UNKNOWN : YES;
}
