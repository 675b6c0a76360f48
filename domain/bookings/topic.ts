import { refuse, type Refusal } from '../refusal';
import type { LocalDate } from '../working-days';

/** How a learner comes to a topic (CAS-1): the one that stands, one that the centre chooses, or one drawn by lot for ever. A stored format. */
export const topicGivings = ['automatic', 'chosen', 'random'] as const;
export type TopicGiving = (typeof topicGivings)[number];
/** What people call them. */
export const topicGivingWords: Record<TopicGiving, string> = { automatic: 'Automatic', chosen: 'Chosen', random: 'Random' };

/** What a controlled assessment is about; it stands on London days. */
export interface Topic {
  id: string;
  code: string;
  title: string;
  from: LocalDate;
  /** Its last day; null while it is open. */
  until: LocalDate | null;
}

/** The topics of a component, and how they are given. */
export interface TopicList {
  giving: TopicGiving;
  /** Whether a centre may contextualise a topic of its own, whose materials it holds. */
  takesOwn: boolean;
  topics: Topic[];
}

/** The topics that stand on a day: where they are given by themselves, the newest of them alone; by code (CAS-1). */
export function topicsOn({ giving, topics }: TopicList, day: LocalDate): Topic[] {
  const standing = topics.filter(({ from, until }) => from <= day && (until === null || day <= until));
  if (giving !== 'automatic') return standing.sort((one, other) => (one.code < other.code ? -1 : 1));
  return standing.sort((one, other) => (one.from > other.from || (one.from === other.from && one.code < other.code) ? -1 : 1)).slice(0, 1);
}

/** What keeps a list of topics from being as somebody enters it: what is drawn by lot is nobody's own (CAS-1). */
export function topicListFaults({ giving, takesOwn }: Pick<TopicList, 'giving' | 'takesOwn'>): Refusal[] {
  if (giving !== 'random' || !takesOwn) return [];
  return [
    refuse(
      'takesOwn',
      'CAS-1',
      'A topic that is drawn by lot is no centre’s own',
      'Take no topics of centres, or give topics another way.',
      '/takesOwn',
    ),
  ];
}

/** What keeps the days of a topic from being as somebody enters them. */
export function topicFaults({ from, until }: Pick<Topic, 'from' | 'until'>): Refusal[] {
  if (until === null || from <= until) return [];
  return [refuse('until', 'CAS-1', 'It ends before it begins', `Choose ${from} or a later day.`, '/until')];
}
