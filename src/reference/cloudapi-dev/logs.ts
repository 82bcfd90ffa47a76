import type { Members } from '../kit/answering.ts';
import { answerEvents } from '../kit/event-stream.ts';
import type { Filter } from '../kit/filters.ts';
import { momentOf } from '../kit/filters.ts';
import type { LogEntry } from './account.ts';
import { logLevels } from './account.ts';
import type { Layer } from './call.ts';
import { listOf } from './list.ts';
import type { Settings } from './settings.ts';
import { writeLog } from './initial-data.ts';

/** An entry as queries and the stream show it. */
export const showEntry = ({ id, data, createdAtMs }: LogEntry, { logNames }: Settings): Members => ({
  id,
  [logNames.timestampMember]: new Date(createdAtMs).toISOString(),
  [logNames.levelMember]: data.level,
  message: data.message,
  service: data.service,
  project_id: data.projectId,
});

const filtersOf = ({ logNames, levelMeaning }: Settings): Readonly<Record<string, Filter<LogEntry>>> => ({
  [logNames.from]: ({ createdAtMs }, value) => createdAtMs >= (momentOf(value) ?? Infinity),
  [logNames.to]: ({ createdAtMs }, value) => createdAtMs <= (momentOf(value) ?? -Infinity),
  [logNames.level]: ({ data: { level } }, value) => {
    const wanted = logLevels.findIndex((one) => one === value);
    return levelMeaning === 'exact' ? level === value : wanted >= 0 && logLevels.indexOf(level) >= wanted;
  },
});

const bodies: Readonly<Record<Settings['logShape'], (items: readonly unknown[], paging: Members) => unknown>> = {
  paged: (items, paging) => ({ data: items, ...paging }),
  entries: (items) => ({ entries: items, count: items.length }),
  array: (items) => items,
};

/** Streams the entries that running services write from now on. While a client reads, new ones appear at intervals. */
const follow =
  (settings: Settings): Layer =>
  (call) => {
    const { account } = call.state;
    const { names = 'named', text = JSON.stringify, heartbeatMs = 5000, ...options } = settings.stream;
    answerEvents(call, {
      ...options,
      heartbeatMs,
      intervalMs: account.times.logged * 1000,
      next: (index) => {
        const entry = writeLog(account, index, Date.now(), 'created');
        const data = text(showEntry(entry, settings));
        return names === 'bare' ? { data } : { id: entry.id, event: 'log', data };
      },
    });
  };

/** The operations on logs. */
export const logRoutes = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /v1/logs': listOf(
    {
      store: ({ logs }) => logs,
      show: showEntry,
      filters: filtersOf(settings),
      dates: [settings.logNames.from, settings.logNames.to],
      body: bodies[settings.logShape],
    },
    settings,
  ),
  'GET /v1/logs/stream': follow(settings),
});
