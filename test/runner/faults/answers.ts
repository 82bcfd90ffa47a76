import type { Deed } from './fault-proxy.ts';

/** An answer in the shape of the documented error object, with a status and header fields. */
export const errorResponse = (status: number, headers: Readonly<Record<string, string>> = {}): Deed => ({
  kind: 'answer',
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify({ error: { code: status, message: 'refused', details: [] } }),
});

/** An error response for the quota with every documented field, and a long wait. */
export const quotaUsedUp = errorResponse(429, {
  'X-RateLimit-Limit': '600',
  'X-RateLimit-Remaining': '0',
  'X-RateLimit-Reset': String(Math.floor(Date.now() / 1_000) + 3_600),
  'Retry-After': '3600',
});

/** The page of a proxy in front of a service for clients that have not logged in. */
export const loginPage: Deed = {
  kind: 'answer',
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><body><form action="/login"><input name="user"></form></body></html>',
};

export const json = (value: unknown): Deed => ({ kind: 'answer', status: 200, body: JSON.stringify(value) });

export const pass: Deed = { kind: 'pass' };
