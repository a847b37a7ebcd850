// The address that a link's fragment makes, and a stranger's text as it really is.

/** The page's address with this fragment behind the #. */
export const linkOf = (fragment: string): string =>
  `${location.origin}${location.pathname}#${fragment.replace(/^#/, '')}`;

/**
 * Text with the characters spelled out that are not seen, or that change the order in which others are seen: what is
 * shown before it is agreed to must be what runs ("Trojan Source", CVE-2021-42574).
 */
export const unhidden = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  );
