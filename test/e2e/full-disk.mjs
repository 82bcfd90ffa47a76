// Preloaded into each process of a command: writing to files of some names fails as on a full disk, after so many octets in each process.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

const full = new RegExp(process.env.FULL_FILES ?? '^$', 'u');
let room = Number(process.env.FULL_AFTER ?? 0);

const paths = new Map();
/** A file that is written in one step has its own name before its scratch name. */
const isFull = (path) => typeof path === 'string' && full.test(basename(path));
const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { errno: -28, code: 'ENOSPC', syscall: 'write' });

const { openSync, closeSync, writeSync, writeFileSync, appendFileSync, copyFileSync, mkdirSync } = fs;

/** As the system does it: what still fits is written, and only the next call fails. */
const fitting = (length) => {
  if (room <= 0) throw noSpace();
  const fits = Math.min(room, length);
  room -= fits;
  return fits;
};

fs.openSync = (path, ...more) => {
  const file = openSync(path, ...more);
  paths.set(file, path);
  return file;
};
fs.closeSync = (file) => {
  paths.delete(file);
  closeSync(file);
};
fs.writeSync = (file, bytes, offset = 0, length = bytes.length - offset, ...more) =>
  isFull(paths.get(file)) ? writeSync(file, bytes, offset, fitting(length), ...more) : writeSync(file, bytes, offset, length, ...more);
const whole =
  (write) =>
  (path, data, ...more) => {
    if (!isFull(path)) return write(path, data, ...more);
    const bytes = Buffer.from(data);
    const fits = fitting(bytes.length);
    write(path, bytes.subarray(0, fits), ...more);
    if (fits < bytes.length) throw noSpace();
    return undefined;
  };
fs.writeFileSync = whole(writeFileSync);
fs.appendFileSync = whole(appendFileSync);
fs.copyFileSync = (from, to, ...more) => {
  if (isFull(to)) throw noSpace();
  copyFileSync(from, to, ...more);
};
fs.mkdirSync = (path, ...more) => {
  if (isFull(path)) throw noSpace();
  return mkdirSync(path, ...more);
};
syncBuiltinESMExports();
