/** How the value of a header about a quota is written, in words that stay the same from answer to answer. */
export type QuotaHeaderForm = 'whole number' | 'ten digits' | 'thirteen digits' | 'date' | 'parameters' | 'empty' | 'other form';

/** Names the form of a value. */
export const quotaHeaderForm = (value: string): QuotaHeaderForm => {
  const text = value.trim();
  if (text === '') return 'empty';
  if (/^\d{10}$/.test(text)) return 'ten digits';
  if (/^\d{13}$/.test(text)) return 'thirteen digits';
  if (/^\d{1,15}$/.test(text)) return 'whole number';
  if (/[;=]/.test(text)) return 'parameters';
  return /\d\d:\d\d:\d\d/.test(text) ? 'date' : 'other form';
};
