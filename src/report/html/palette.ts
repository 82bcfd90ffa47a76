/** Colours of the page. Every text colour is readable (WCAG 2.2, 1.4.3: 4.5 to 1) on `page`, on `panel` and, as text, on `mark`. */
export type Palette = {
  readonly page: string;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly link: string;
  readonly bad: string;
  readonly warn: string;
  readonly good: string;
  readonly fact: string;
  readonly mark: string;
  readonly markText: string;
};

export const light: Palette = {
  page: '#ffffff',
  panel: '#f5f6f8',
  line: '#d5d9df',
  text: '#1b1d21',
  muted: '#575e6b',
  link: '#0b57d0',
  bad: '#b3261e',
  warn: '#875200',
  good: '#146c2e',
  fact: '#6a1b9a',
  mark: '#ffe28a',
  markText: '#1b1d21',
};

export const dark: Palette = {
  page: '#14161a',
  panel: '#1e2126',
  line: '#383d45',
  text: '#e8eaee',
  muted: '#a7afbb',
  link: '#8ab4f8',
  bad: '#ff9b93',
  warn: '#f2bd63',
  good: '#7ed697',
  fact: '#d3a6f2',
  mark: '#665000',
  markText: '#fff4cc',
};
