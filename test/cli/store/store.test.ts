import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { download, type DownloadOptions } from '../../../src/cli/store/download.ts';
import { upload, type UploadOptions } from '../../../src/cli/store/upload.ts';
import { madePart } from '../merge/made-parts.ts';
import { assay, emptyFolder, fakeIo, type FakeIo } from '../support.ts';
import { madeStore, type MadeStore } from './made-store.ts';

const up = (store: MadeStore, cwd: string, run: string, to: string, options: UploadOptions = {}, io: FakeIo = fakeIo({ cwd })) =>
  upload(run, to, options, io, store.open).then((code) => ({ code, stdout: io.stdout.text() }));
const down = (store: MadeStore, cwd: string, from: string, to: string, options: DownloadOptions = {}, io: FakeIo = fakeIo({ cwd })) =>
  download(from, to, options, io, { open: store.open, betweenMs: 10 }).then((code) => ({
    code,
    stdout: io.stdout.text(),
    stderr: io.stderr.text(),
  }));
const filesIn = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((one) => (one.isFile() ? [join(one.parentPath, one.name)] : []))
    .map((path) => [path.slice(folder.length), readFileSync(path, 'utf8')] as const)
    .toSorted();
/** A folder with the parts `1` and `2` of a run. */
const twoParts = (): string => {
  const cwd = emptyFolder();
  for (const index of [1, 2]) madePart(join(cwd, String(index)), { index, run: `2026-03-01T02-00-0${index}Z-aa0${index}` });
  return cwd;
};
const list = 'nights/1/stored.json';
const run = 'nights/1/2026-03-01T02-00-01Z-aa01';

describe('a stored run', () => {
  test('comes back as it was, and the parts of a split run as merge takes them', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    for (const n of ['1', '2']) {
      const { code, stdout } = await up(store, cwd, n, `s3://bkt/nights/${n}/`);
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(`^s3://bkt/nights/${n}  stored: 2026-03-01T02-00-0${n}Z-aa0${n}, \\d+ files, \\d+ kB\n$`),
      ]);
    }
    expect(await down(store, cwd, 's3://bkt/nights', 'all', { runs: '2' })).toMatchObject({ code: 0, stderr: '' });
    for (const n of ['1', '2']) expect(filesIn(join(cwd, 'all', n))).toEqual(filesIn(join(cwd, n)));
    expect((await assay(['merge', 'all', '--out', 'whole', '--quiet'], fakeIo({ cwd }))).code).toBe(0);
    expect((await down(store, cwd, 's3://bkt/nights/1', 'one')).code).toBe(0);
    expect(filesIn(join(cwd, 'one'))).toEqual(filesIn(join(cwd, '1')));
    expect(store.isClosed()).toBe(true);
  });

  test('has its record after its other files and its list last', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    await up(store, cwd, '1', 's3://bkt/nights/1');
    expect([...store.objects.keys()].slice(-2)).toEqual([`${run}/run.jsonl`, list]);
    expect(store.objects.size).toBe(filesIn(join(cwd, '1')).length + 1);
  });

  test('is none wherever its upload breaks off, and the next upload makes it whole', async () => {
    const cwd = twoParts();
    const most = filesIn(join(cwd, '1')).length + 1;
    for (let writes = 0; writes < most; writes++) {
      const store = madeStore();
      let left = writes;
      store.before = () => {
        if (left-- <= 0) throw new Error('the network is gone');
      };
      await expect(up(store, cwd, '1', 's3://bkt/nights/1')).rejects.toThrow('the network is gone');
      const folder = `all-${writes}`;
      expect(await down(store, cwd, 's3://bkt/nights', folder)).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringContaining('no run is stored whole'),
      });
      expect(readdirSync(join(cwd, folder))).toEqual([]);
      store.before = () => {};
      expect((await up(store, cwd, '1', 's3://bkt/nights/1')).code).toBe(0);
      expect((await down(store, cwd, 's3://bkt/nights', folder)).code).toBe(0);
    }
  });

  test('is stored once: the same again is no error, another run only with --keep, and never in its place', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    await up(store, cwd, '1', 's3://bkt/nights/1');
    const before = new Map(store.objects);
    expect(await up(store, cwd, '1', 's3://bkt/nights/1')).toMatchObject({ code: 0, stdout: expect.stringContaining('was stored before') });
    await expect(up(store, cwd, '2', 's3://bkt/nights/1')).rejects.toThrow(
      /run 2026-03-01T02-00-01Z-aa01 is stored at s3:\/\/bkt\/nights\/1 already; name another place/u,
    );
    expect(await up(store, cwd, '2', 's3://bkt/nights/1', { keep: true })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('kept: 2026-03-01T02-00-01Z-aa01'),
    });
    writeFileSync(join(cwd, '1', 'note.md'), 'more');
    await expect(up(store, cwd, '1', 's3://bkt/nights/1')).rejects.toThrow('this run with other files is stored');
    expect(store.objects).toEqual(before);
  });

  test('stays that of the first where two are stored at the same time', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    let other: Promise<unknown> | undefined;
    store.before = (key) => {
      if (key !== list || other !== undefined) return;
      other = up(store, cwd, '2', 's3://bkt/nights/1');
    };
    const first = up(store, cwd, '1', 's3://bkt/nights/1');
    await first;
    await expect(other).rejects.toThrow('is stored at s3://bkt/nights/1 already');
    expect((await down(store, cwd, 's3://bkt/nights/1', 'one')).code).toBe(0);
    expect(filesIn(join(cwd, 'one'))).toEqual(filesIn(join(cwd, '1')));
  });

  test('is refused without a whole record, and takes no link along', async () => {
    const cwd = emptyFolder();
    madePart(join(cwd, 'cut'), { index: 1, isCut: true });
    madePart(join(cwd, 'linked'), { index: 1 });
    writeFileSync(join(cwd, 'secret'), 'canary');
    symlinkSync(join(cwd, 'secret'), join(cwd, 'linked', 'link'));
    const store = madeStore();
    await expect(up(store, cwd, 'cut', 's3://bkt/nights/1')).rejects.toThrow('the footer is missing');
    await expect(up(store, cwd, 'none', 's3://bkt/nights/1')).rejects.toThrow('there is no such folder');
    expect(store.objects.size).toBe(0);
    expect((await up(store, cwd, 'linked', 's3://bkt/nights/1')).code).toBe(0);
    expect([...store.objects].filter(([key, octets]) => key.endsWith('link') || octets.includes('canary'))).toEqual([]);
  });

  test.each([
    ['changed', (octets: Buffer) => Buffer.concat([octets.subarray(0, -2), Buffer.from('x\n')]), 'its digest is not that of the list'],
    ['cut off', (octets: Buffer) => octets.subarray(0, -5), 'octets instead of'],
    ['longer', (octets: Buffer) => Buffer.concat([octets, Buffer.from('x')]), 'it has more than the'],
  ])('whose file was %s in the storage is refused, and nothing of it is left', async (_how, change, message) => {
    const [store, cwd] = [madeStore(), twoParts()];
    await up(store, cwd, '1', 's3://bkt/nights/1');
    for (const path of ['created.jsonl', 'run.jsonl']) {
      const octets = store.objects.get(`${run}/${path}`) ?? Buffer.alloc(0);
      store.objects.set(`${run}/${path}`, change(octets));
      await expect(down(store, cwd, 's3://bkt/nights/1', 'one')).rejects.toThrow(message);
      expect(readdirSync(join(cwd, 'one'))).toEqual([]);
      store.objects.set(`${run}/${path}`, octets);
    }
  });

  test.each([
    ['../../out', 'it names a file outside of its folder'],
    ['/etc/out', 'it names a file outside of its folder'],
    ['a\\..\\out', 'it names a file outside of its folder'],
    ['C:out', 'it names a file outside of its folder'],
    ['run.jsonl/out', 'it names a file as a folder'],
    ['run.jsonl', 'it names a file twice'],
  ])('whose list names %s is refused before anything is written', async (path, message) => {
    const [store, cwd] = [madeStore(), twoParts()];
    const listed = {
      format: 1,
      run: 'r',
      files: [
        { path: 'run.jsonl', bytes: 1, sha256: '0'.repeat(64) },
        { path, bytes: 1, sha256: '0'.repeat(64) },
      ],
    };
    store.objects.set(list, Buffer.from(JSON.stringify(listed)));
    await expect(down(store, cwd, 's3://bkt/nights/1', 'one')).rejects.toThrow(message);
    expect(readdirSync(join(cwd, 'one'))).toEqual([]);
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  test.each(['', '{}', '{"format":2,"run":"r","files":[]}', '{"format":1,"run":"../r","files":[]}', '{"format":1,"run":"r","files":[]}'])(
    'whose list is %j is refused',
    async (text) => {
      const [store, cwd] = [madeStore(), emptyFolder()];
      store.objects.set(list, Buffer.from(text));
      await expect(down(store, cwd, 's3://bkt/nights', 'all')).rejects.toThrow(/^Cannot read s3:\/\/bkt\/nights\/1\/stored\.json: it /u);
    },
  );
});

describe('assay download', () => {
  test('waits for the runs that are expected, and says with 3 what is missing', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    await up(store, cwd, '1', 's3://bkt/nights/1');
    const io = fakeIo({ cwd });
    const waiting = down(store, cwd, 's3://bkt/nights', 'all', { runs: '2', wait: '60s' }, io);
    await expect.poll(() => io.stdout.text()).toContain('nights/1');
    await up(store, cwd, '2', 's3://bkt/nights/2');
    expect((await waiting).code).toBe(0);
    expect(await down(store, cwd, 's3://bkt/nights', 'three', { runs: '3', wait: '0.01s' })).toMatchObject({
      code: 3,
      stderr: 's3://bkt/nights: 2 of 3 runs are stored whole after 0.01s\n',
    });
    expect(readdirSync(join(cwd, 'three'))).toEqual(['1', '2']);
  });

  test('ends at a signal with 3', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    const own = fakeIo({ cwd });
    const waiting = down(store, cwd, 's3://bkt/nights', 'all', { wait: '1h' }, own);
    await expect.poll(() => own.listeners()).toBe(1);
    own.send('SIGTERM');
    expect(await waiting).toMatchObject({ code: 3, stderr: 'Interrupted: not everything was fetched.\n' });
    expect([own.listeners(), store.isClosed()]).toEqual([0, true]);
  });

  test('refuses a folder that is not empty, and what it cannot use', async () => {
    const [store, cwd] = [madeStore(), twoParts()];
    mkdirSync(join(cwd, 'mine'));
    writeFileSync(join(cwd, 'mine', 'file'), '');
    await expect(down(store, cwd, 's3://bkt/nights', 'mine')).rejects.toThrow('the directory is not empty');
    expect(readdirSync(join(cwd, 'mine'))).toEqual(['file']);
    await expect(down(store, cwd, 's3://bkt/nights', 'new', { runs: '0' })).rejects.toThrow('Cannot use --runs');
    await expect(down(store, cwd, 's3://bkt/nights', 'new', { wait: 'soon' })).rejects.toThrow('Cannot use --wait');
    await expect(down(store, cwd, 's3://bkt/nights', 'new', { allow: 'mutation' })).rejects.toThrow('Cannot use --allow "mutation"');
  });
});
