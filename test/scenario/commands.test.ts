import { describe, expect, it } from 'vitest';
import { splitCommands } from '../../src/scenario/commands.ts';
import { ScenarioError } from '../../src/scenario/types.ts';

const split = (text: string) => splitCommands(text.split('\n'), 1).map((command) => command.text);

describe('a block of shell lines', () => {
  it.each<[string, string, string[]]>([
    ['two lines', 'a\nb', ['a', 'b']],
    ['empty lines and comments', '\n# why\na # and so on\n\n  # more\nb\n', ['a # and so on', 'b']],
    ['a backslash at the end', 'aws kms x \\\n  --y\nb', ['aws kms x \\\n  --y', 'b']],
    ['an escaped backslash at the end', 'echo \\\\\nb', ['echo \\\\', 'b']],
    ['a pipe at the end', 'a |\n b\nc', ['a |\n b', 'c']],
    ['a pipe in a comment', 'a # |\nb', ['a # |', 'b']],
    ['and at the end', 'a &&\nb', ['a &&\nb']],
    ['a quotation', `echo 'x\ny'\nb`, [`echo 'x\ny'`, 'b']],
    ['a quotation in a substitution in a quotation', `X="$(echo ")\n" | cat)"\nb`, [`X="$(echo ")\n" | cat)"`, 'b']],
    ['a substitution', 'X=$(\n a\n)\nb', ['X=$(\n a\n)', 'b']],
    ['a loop', 'for i in 1 2; do\n a\ndone\nb', ['for i in 1 2; do\n a\ndone', 'b']],
    ['a condition', 'if a\nthen\n b\nfi\nc', ['if a\nthen\n b\nfi', 'c']],
    ['a condition on one line', 'if a; then b; fi\nc', ['if a; then b; fi', 'c']],
    ['words of the language as arguments', 'echo if for done\nb', ['echo if for done', 'b']],
    ['braces', '{\na\n} || true\nb', ['{\na\n} || true', 'b']],
    ['a function', 'f() {\n a\n}\nb', ['f() {\n a\n}', 'b']],
    ['braces of another sort', 'echo ${X} {a,b} a}\nb', ['echo ${X} {a,b} a}', 'b']],
    ['a case', 'case $X in\n a) b ;;\nesac\nc', ['case $X in\n a) b ;;\nesac', 'c']],
    ['a here-document', "cat > f <<'E'\nif '\nE\nb", ["cat > f <<'E'\nif '\nE", 'b']],
    ['a here-document with tabs', 'cat <<-E\n\tx\n\tE\nb', ['cat <<-E\n\tx\n\tE', 'b']],
    ['a here-string', 'cat <<< x\nb', ['cat <<< x', 'b']],
    ['a number sign in a word', 'echo a#b $#\nb', ['echo a#b $#', 'b']],
    ['backticks', 'X=`a\nb`\nc', ['X=`a\nb`', 'c']],
    ['an apostrophe in double quotes', `echo "it's"\nb`, [`echo "it's"`, 'b']],
    ['an ANSI quotation', "echo $'it\\'s'\nb", ["echo $'it\\'s'", 'b']],
  ])('with %s', (_, text, commands) => {
    expect(split(text)).toEqual(commands);
  });

  it('counts lines from where the block begins', () => {
    expect(splitCommands(['', 'a \\', 'b', 'c'], 10).map((command) => command.line)).toEqual([11, 13]);
  });

  it.each(['echo "a', "echo 'a", 'X=$(a', 'for i in 1; do', 'cat <<E\nx', 'a \\', 'a |'])(
    'left open is an error: %s',
    (text) => {
      expect(() => split(text)).toThrow(ScenarioError);
    },
  );
});
