// Written by `make docs` from the block classes; change those instead.
// Rich text is clean HTML and the same words alone. What is empty is null or [], never missing.

export const SCHEMA_VERSION = 1;

/** Words with marks, and the same words alone. */
export interface RichText {
  html: string;
  text: string;
}

/** Names what comes next, as a statement or as the question a reader would ask. */
export interface HeadingBlock {
  id: string;
  type: "heading";
  anchor: string | null;
  value: {
    text: string;
    kind: "statement" | "question";
    level: 2 | 3;
    anchor: string | null;
  };
}

/** Plain paragraphs: most of what you write. */
export interface TextBlock {
  id: string;
  type: "text";
  anchor: string | null;
  value: {
    role: "body" | "lead" | "beat" | "closing";
    html: string;
    text: string;
  };
}

/** Several short things in a row: points, signs, questions, practices. */
export interface ListBlock {
  id: string;
  type: "list";
  anchor: string | null;
  value: {
    intro: RichText | null;
    marker: "bullet" | "check" | "number" | "none";
    purpose: "points" | "signs" | "questions" | "practices" | "takeaways" | "feelings";
    items: Array<RichText>;
  };
}

/** Things to do in order, each with a title and a few words on how. */
export interface StepsBlock {
  id: string;
  type: "steps";
  anchor: string | null;
  value: {
    intro: RichText | null;
    numbered: boolean;
    items: Array<{
      title: string;
      body: RichText | null;
      n: number;
    }>;
  };
}

/** Words of somebody else with their source, or the definition of a term. */
export interface QuoteBlock {
  id: string;
  type: "quote";
  anchor: string | null;
  value: {
    cue: string | null;
    text: string;
    kind: "quotation" | "definition";
    term: string | null;
    person: string | null;
    work: string | null;
    year: string | null;
    url: string | null;
    checked: "unchecked" | "verified" | "disputed";
    style: "block" | "pull";
  };
}

/** What people say, think or overhear, line by line. */
export interface VoicesBlock {
  id: string;
  type: "voices";
  anchor: string | null;
  value: {
    kind: "dialogue" | "inner" | "overheard";
    turns: Array<{
      cue: string | null;
      line: string;
    }>;
  };
}

/** Draws a line around an idea: what it is, and what is easily taken for it. */
export interface IsNotBlock {
  id: string;
  type: "is_not";
  anchor: string | null;
  value: {
    heading: string | null;
    subject: string;
    items: Array<{
      side: "is" | "is_not";
      statement: string;
      explanation: RichText | null;
    }>;
  };
}

/** A few named kinds, roles or terms, each with a voice and a note. */
export interface CardsBlock {
  id: string;
  type: "cards";
  anchor: string | null;
  value: {
    intro: RichText | null;
    labels: {
      voice: string | null;
      note: string | null;
    };
    display: "cards" | "definitions";
    items: Array<{
      name: string;
      voice: string | null;
      note: RichText | null;
    }>;
  };
}

/** A short story of somebody, with an honest line on where it comes from. */
export interface VignetteBlock {
  id: string;
  type: "vignette";
  anchor: string | null;
  value: {
    label: string | null;
    body: RichText | null;
    people: string | null;
    basis: "unset" | "invented" | "composite" | "consented" | "public";
  };
}

/** A word beside the text: from the author, on hard subjects, or on where to find help. */
export interface NoteBlock {
  id: string;
  type: "note";
  anchor: string | null;
  value: {
    kind: "author" | "content" | "disclaimer" | "support";
    title: string | null;
    body: RichText | null;
  };
}

/** One button for the one thing you ask. One in an article is enough. */
export interface ActionBlock {
  id: string;
  type: "action";
  anchor: string | null;
  value: {
    title: string | null;
    body: RichText | null;
    label: string | null;
    kind: "book" | "reply" | "subscribe" | "other";
    href: string | null;
  };
}

/** Books, sources, organizations or links, each with its details. */
export interface ResourcesBlock {
  id: string;
  type: "resources";
  anchor: string | null;
  value: {
    title: string | null;
    kind: "books" | "references" | "organisations" | "links";
    items: Array<{
      citation: RichText | null;
      title: string | null;
      creators: string | null;
      year: string | null;
      publisher: string | null;
      url: string | null;
      note: string | null;
    }>;
  };
}

/** Links to other articles of yours that belong beside this one. */
export interface RelatedBlock {
  id: string;
  type: "related";
  anchor: string | null;
  value: {
    title: string | null;
    intro: RichText | null;
    articles: Array<{
      id: number;
      slug: string;
      title: string;
      url: string;
    }>;
  };
}

/** A picture across the column, with words for those who cannot see it. */
export interface ImageBlock {
  id: string;
  type: "image";
  anchor: string | null;
  value: {
    caption: string | null;
    credit: string | null;
    src: string | null;
    alt: string | null;
    decorative: boolean;
    width: number | null;
    height: number | null;
    renditions: Array<{
      url: string;
      width: number;
      height: number;
      format: string;
    }>;
  };
}

/** A video that loads only when a reader asks for it, with its words beside it. */
export interface VideoBlock {
  id: string;
  type: "video";
  anchor: string | null;
  value: {
    url: string | null;
    title: string | null;
    summary: RichText | null;
    speaker: string | null;
    duration: string | null;
    transcript: string | null;
    provider: string | null;
    poster: string | null;
  };
}

export type Block = HeadingBlock | TextBlock | ListBlock | StepsBlock | QuoteBlock | VoicesBlock | IsNotBlock | CardsBlock | VignetteBlock | NoteBlock | ActionBlock | ResourcesBlock | RelatedBlock | ImageBlock | VideoBlock;

export type Body = Block[];
