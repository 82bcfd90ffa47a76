import { printable } from '../../report/foreign-text.ts';
import type { MissingValue } from '../missing-values.ts';
import { sharedParameters } from '../shared-parameters.ts';
import type { BaseAddress } from './base-address.ts';
import type { Credentials, NeededCredential } from './credentials.ts';

export type ConfigInput = {
  readonly target: string;
  readonly title: string;
  /** Path of the document from the config file. */
  readonly contract: string;
  /** Where the document was fetched from, without secrets. */
  readonly fetchedFrom: string | undefined;
  readonly overlay: string | undefined;
  readonly address: BaseAddress;
  readonly credentials: Credentials;
  readonly references: { readonly remoteHosts?: readonly string[]; readonly outside?: boolean };
  readonly missing: readonly MissingValue[];
  /** Parameters that only a run that creates resources knows. */
  readonly createdOnly: readonly string[];
};

/** Operations without values that are listed in the file; `assay lint` lists all. */
const mostMissing = 10;

/** A text as YAML: plain where that is certain to be the same text. */
const scalar = (text: string): string =>
  /^(?:[./]*[A-Za-z][\w./:@%~-]*)$/u.test(text) && !/[:]$|^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(text)
    ? text
    : JSON.stringify(text);

/** A text in a comment: one line, which a terminal can show. */
const inLine = (text: string): string => printable(text.replaceAll(/\s+/gu, ' ').trim());

const counted = (count: number): string => `${count} operation${count === 1 ? '' : 's'}`;

const addressLines = ({ chosen, production, path }: BaseAddress): readonly string[] => {
  const named = production.map(({ url, description }) => `#   ${url}${description === '' ? '' : `  (${inLine(description)})`}`);
  const warning =
    named.length === 0
      ? []
      : [
          '# Production, as far as the document says: every address that is not declared as a sandbox. A run does not go there unless you put it',
          '# here as baseUrl and add "production" to allow.',
          ...named,
        ];
  if (chosen === undefined)
    return [
      ...warning,
      '# Where the API runs for testing. Without it, give --base-url to a run.',
      `# baseUrl: http://127.0.0.1:8080${path}`,
    ];
  return [
    ...warning,
    `# ${chosen.why.charAt(0).toUpperCase()}${chosen.why.slice(1)}.`,
    `baseUrl: ${scalar(chosen.url)}`,
    ...(chosen.isSandbox ? ['environment: sandbox'] : []),
  ];
};

const credentialLines = ({ needed, unsupported }: Credentials): readonly string[] => {
  const line = ({ scheme, variable, isKey, form, operations }: NeededCredential): string =>
    `${isKey ? 'key' : scalar(scheme)}: env:${variable} # ${isKey ? `scheme "${inLine(scheme)}", ` : ''}${inLine(form)}; ${counted(operations)}`;
  const others = needed.filter(({ isKey }) => !isKey);
  const hasKey = others.length < needed.length;
  // Without the key nothing of it is active, and a key that is only a comment would leave an empty object.
  const off = (isOn: boolean): string => (isOn ? '' : '# ');
  return [
    ...unsupported.map((why) => `# Not supported: ${inLine(why)}.`),
    ...(needed.length === 0
      ? []
      : ['# From the environment; a file (file:PATH) or a command (cmd:COMMAND) does as well.', `${off(hasKey)}credentials:`]),
    ...needed.filter(({ isKey }) => isKey).map((one) => `  ${line(one)}`),
    ...(others.length === 0 ? [] : [`${off(others.some(({ isFirst }) => isFirst))}  schemes:`]),
    ...others.map((one) => `${off(one.isFirst)}    ${line(one)}`),
    ...loginLines(needed),
  ];
};

/** A login in YAML, on one line. */
const flow = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{ ${Object.entries(value)
        .map(([name, one]) => `${scalar(name)}: ${flow(one)}`)
        .join(', ')} }`
    : typeof value === 'string' && !value.includes(' ')
      ? scalar(value)
      : JSON.stringify(value);

/** Comments that say how the run could obtain a credential itself. */
const loginLines = (needed: readonly NeededCredential[]): readonly string[] => {
  const shown = needed.flatMap(({ scheme, isKey, login }) => (login === undefined ? [] : [{ as: isKey ? 'key' : scheme, login }]));
  const [first] = shown;
  if (first === undefined) return [];
  const name = (as: string): string => (as === 'key' ? 'main' : as);
  return [
    `# A run can obtain it itself (docs/config.md, Logins). Then write ${shown.map(({ as }) => `${inLine(as)}: login:${inLine(name(as))}`).join(', ')}, and`,
    '# logins:',
    ...shown.map(({ as, login }) => `#   ${scalar(inLine(name(as)))}: ${flow(login)}`),
  ];
};

const referenceLines = ({ remoteHosts = [], outside = false }: ConfigInput['references']): readonly string[] =>
  remoteHosts.length === 0 && !outside
    ? []
    : [
        'references:',
        ...(remoteHosts.length === 0 ? [] : [`  remoteHosts: ${JSON.stringify(remoteHosts)}`]),
        ...(outside ? ['  outside: true'] : []),
      ];

const isShared = ({ operation, name }: MissingValue): boolean => sharedParameters(operation).includes(name);

const valueLines = (missing: readonly MissingValue[], createdOnly: readonly string[]): readonly string[] => {
  if (missing.length === 0 && createdOnly.length === 0) return [];
  const operations = new Set(missing.map(({ operation }) => operation.key));
  const candidates = missing.filter(isShared).map(({ name }) => name);
  const shared = [...new Set([...createdOnly, ...candidates.filter((name, index) => candidates.indexOf(name) !== index)])];
  const own = missing.filter((one) => !isShared(one) || !shared.includes(one.name));
  const keys = [...new Set(own.map(({ operation }) => operation.key))];
  const members = (names: readonly string[]): string => `{ ${names.map((name) => `${JSON.stringify(name)}: …`).join(', ')} }`;
  const namesOf = (key: string): readonly string[] => own.filter(({ operation }) => operation.key === key).map(({ name }) => name);
  return [
    operations.size === 0
      ? '# Values that name something that exists, for reads that cannot be called without:'
      : `# Values that name something that exists, for ${counted(operations.size)} that cannot be called without:`,
    '# values:',
    ...(shared.length === 0 ? [] : [`#   "*": ${members(shared)} # for every path that has them`]),
    ...keys.slice(0, mostMissing).map((key) => `#   ${JSON.stringify(key)}: ${members(namesOf(key))}`),
    ...(keys.length > mostMissing ? [`#   and ${keys.length - mostMissing} more, which assay lint lists`] : []),
  ];
};

/** A config with one target that only reads. What it cannot know is a comment that says what to put. */
export const configText = (input: ConfigInput): string => {
  const { target, title, contract, fetchedFrom, overlay, address, credentials, references, missing, createdOnly } = input;
  const lines = [
    ...(fetchedFrom === undefined ? [] : [`# Fetched from ${fetchedFrom}.`]),
    `contract: ${scalar(contract)}`,
    ...(overlay === undefined
      ? []
      : ['# What assay read between the lines of the document. Confirm or reject it there.', `overlays: [${scalar(overlay)}]`]),
    ...referenceLines(references),
    ...addressLines(address),
    ...credentialLines(credentials),
    '# Without permissions a run only reads. [mutation] lets it create resources and remove them again.',
    `allow: []`,
    ...valueLines(missing, createdOnly),
  ];
  return [
    `# The config of assay for ${inLine(title)}. docs/config.md explains every key.`,
    'targets:',
    `  ${target}:`,
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
};
