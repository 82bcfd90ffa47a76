/** Where a requirement is stated: its heading, and its lines where it has any (`-`: none). */
export const sourceWords = ({ section, lines }: { readonly section: string; readonly lines: string }): string =>
  lines === '-' ? `"${section}"` : `"${section}", line${/^\d+$/u.test(lines) ? '' : 's'} ${lines}`;
