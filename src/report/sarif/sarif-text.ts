import type { Message } from 'sarif';

import { shortened, visible } from '../foreign-text.ts';

/** Longest text of a message; code scanning of GitHub takes as much of a description. */
const mostCharacters = 1000;

/**
 * Text as a plain message (SARIF 2.1.0, section 3.11): what would be an embedded link or a placeholder in it stays text. Braces that hold no
 * number stay single, against the letter of section 3.11.5: no viewer resolves doubled ones where a message has no arguments.
 */
export const plainMessage = (text: string): Message & { readonly text: string } => ({
  text: shortened(
    visible(text)
      .replaceAll('](', '\\](')
      .replaceAll(/\{(\d+)\}/gu, '{{$1}}'),
    mostCharacters,
  ),
});
