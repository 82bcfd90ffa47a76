import type { Group } from './behaviour.ts';
import type { Outcome } from './outcome.ts';

const head = `# Faults

What servers can do to a client, and what a run says about each. Every row is tried by the tests: one operation of a sound server behaves so, or the whole server does. Nothing here ends a run, makes it wait longer
than its limits (\`http.timeoutMs\`, \`http.maxWaitSeconds\`) or takes more memory than they allow, and no operation is accused of what a network or a proxy may have done. In the tests \`http.maxWaitSeconds\` is 1, and a
body of what sends too much is read up to a megabyte.

- **undecided**: cases about the operation stay \`inconclusive\`, with this reason. The exit code is 0 where the rest of the service was judged.
- **stopped**: nothing can be judged, so that the run ends with exit code 3 after a few reads, and says why.
- **broken**: a requirement is broken; a warning, where it is no \`must\`.
- **judged**: the answer is read like any other, and breaks nothing.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ').trim();

/** Without what differs from run to run, or from one version of Node or OpenSSL to the next. */
const settled = (text: string): string =>
  text
    .replaceAll(/127\.0\.0\.1:\d+/gu, 'HOST')
    .replaceAll(/\((?:ERR_|ECONN|HPE_)[^)]*\)/gu, '(…)')
    .replaceAll(/ \((?:GET|HEAD) \/(?:[^()]|\([^()]*\))*\)/gu, '')
    .replaceAll(/no answer \((?:closed|reset)\)/gu, 'no answer (closed or reset)');

const words = ({ exit, broken, stopped, open }: Outcome): string => {
  const parts = [
    ...(stopped === '' ? [] : [`stopped: ${settled(stopped.replace(/^preflight: /u, ''))}`]),
    ...broken.map(
      ({ requirement, level, finding: { code, expected } }) =>
        `${level === 'must' ? 'broken' : 'broken (warning)'}: ${requirement} \`${code}\`, expected ${expected}`,
    ),
    ...(broken.some(({ level }) => level === 'must') ? [] : open.slice(0, 1).map((reason) => `undecided: ${settled(reason)}`)),
  ];
  return `${exit}: ${cell(parts.length === 0 ? 'judged' : parts.join('; '))}`;
};

/** docs/faults.md: each behaviour, and what a run says. */
export const faultsPage = (groups: readonly Group[], outcomes: ReadonlyMap<string, Outcome>): string => {
  const lines = [head];
  for (const { title, behaviours } of groups) {
    lines.push(`## ${title}`, '', '| behaviour | the server | at one operation | everywhere |', '|---|---|---|---|');
    for (const { name, does } of behaviours) {
      const said = (['one', 'all'] as const).map((extent) => {
        const outcome = outcomes.get(`${name}, ${extent}`);
        return outcome ? words(outcome) : '';
      });
      lines.push(`| ${name} | ${cell(does)} | ${said.join(' | ')} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
};
