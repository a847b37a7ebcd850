// Which of the known words a mistyped one was meant to be. The CLI asks Python's difflib; so the same measure here:
// twice the matching characters over all characters, matched by Ratcliff and Obershelp's longest common blocks.

export function closeMatches(word: string, choices: readonly string[], cutoff = 0.8): string[] {
  return choices
    .map((choice) => ({ choice, ratio: similarity(choice, word) }))
    .filter(({ ratio }) => ratio >= cutoff)
    .sort((a, b) => b.ratio - a.ratio || (a.choice < b.choice ? 1 : -1))
    .slice(0, 3)
    .map(({ choice }) => choice);
}

function similarity(a: string, b: string): number {
  return a.length + b.length === 0 ? 1 : (2 * matching(a, b)) / (a.length + b.length);
}

function matching(a: string, b: string): number {
  let best = { a: 0, b: 0, length: 0 };
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      let length = 0;
      while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length += 1;
      if (length > best.length) best = { a: i, b: j, length };
    }
  }
  if (best.length === 0) return 0;
  const before = matching(a.slice(0, best.a), b.slice(0, best.b));
  const after = matching(a.slice(best.a + best.length), b.slice(best.b + best.length));
  return before + best.length + after;
}
