import { createServer } from 'node:http';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportNames } from '../../src/model/report-names.ts';
import { onLoopback } from '../exchange/on-loopback.ts';
import { leaksOf, textsBelow } from '../runner/issued/traces.ts';
import { lockersDocument } from '../worlds/lockers.ts';
import { signIn, signInService } from '../worlds/sign-in.ts';
import { emptyFolder, start } from './assay.ts';
import { watchCommandLines } from './command-lines.ts';

/** Secrets with as odd characters as a form and a header allow. */
const planted = {
  LOCKER_SECRET: 'Cl"ient/+%41\\Zz09-abcDEF_ghiJKL~mno',
  LOCKER_PASSWORD: 'pass=word&Porter+%20{}[]<>0987654321',
};

test('no secret, token or cookie of a login reaches a file, a stream or the process list', async () => {
  const state = signIn();
  state.uses = 2;
  const service = signInService(state, {
    admits: ({ headers, cookies }, isValid) => isValid(headers.authorization?.slice('Bearer '.length)) && isValid(cookies['SID']),
  });
  // A careless server repeats what it was sent.
  const server = createServer((incoming, outgoing) => {
    const { authorization = '', cookie = '' } = incoming.headers;
    outgoing.setHeader(
      'X-Debug',
      [authorization, cookie, Buffer.from(`x${authorization}`).toString('base64'), encodeURIComponent(cookie)].join(' '),
    );
    service(incoming, outgoing);
  });
  const baseUrl = await onLoopback(server);
  const cwd = emptyFolder();
  const schemes = {
    machine: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: {} } } },
    session: { type: 'apiKey', in: 'cookie', name: 'SID' },
  };
  writeFileSync(join(cwd, 'api.json'), JSON.stringify(lockersDocument(schemes, [{ machine: [], session: [] }])));
  const target = {
    contract: './api.json',
    baseUrl,
    credentials: { key: 'login:machine', schemes: { session: 'login:porter' } },
    logins: {
      machine: { clientId: 'lockers', clientSecret: 'env:LOCKER_SECRET' },
      porter: { request: 'POST /login', body: { user: 'porter', password: 'env:LOCKER_PASSWORD' }, cookie: 'SID' },
    },
  };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { station: target } }));
  const commandLines = watchCommandLines();
  // As in a job of GitHub, which is told by annotations and by the summary of its step.
  const job = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'step.md') };
  const assay = (...args: readonly string[]) => start(args, { cwd, env: { ...planted, ...job } }).finished;
  const run = await assay('run', '--report', reportNames.join(','));
  expect({ code: run.code, text: run.code === 0 ? '' : run.stdout + run.stderr }).toEqual({ code: 0, text: '' });
  expect(readFileSync(job.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(/^# assay: PASS/u);
  const doctor = await assay('doctor', 'station');
  expect(doctor.stdout).toContain('The credential is accepted.');
  const [replayed = ''] = readFileSync(
    join(cwd, 'reports', readdirSync(join(cwd, 'reports')).find((name) => /^\d/u.test(name)) ?? '', 'run.jsonl'),
    'utf8',
  )
    .split('\n')
    .filter((line) => line.includes('"auth/missing-credential-refused@'))
    .map((line) => /"(auth\/missing-credential-refused@[^"]+)"/u.exec(line)?.[1] ?? '');
  const replay = await assay('replay', 'latest', replayed);
  expect({ code: replay.code, text: replay.code === 0 ? '' : replay.stdout + replay.stderr }).toEqual({ code: 0, text: '' });
  const curl = await assay('replay', 'latest', replayed, '--curl');

  expect(state.asked.length).toBeGreaterThan(6);
  expect(state.valid.size).toBeGreaterThan(6);
  const issued = Object.fromEntries([...state.valid].filter((one) => !one.startsWith('member-')).map((one) => [one, one]));
  const streams = [run, doctor, replay, curl].flatMap(({ stdout, stderr }, n) => [
    [`stdout ${n}`, stdout] as const,
    [`stderr ${n}`, stderr] as const,
  ]);
  const found = new Map([...textsBelow(cwd), ...streams, ['process list', commandLines()] as const]);
  const config = found.get('assay.config.json');
  expect(config).toContain('env:LOCKER_SECRET');
  expect(leaksOf({ ...planted, ...issued }, found)).toEqual([]);
  expect(found.get(join('reports', 'latest', 'exchanges', '1.jsonl')) ?? [...found.values()].join('\n')).toContain('[secret]');
});
