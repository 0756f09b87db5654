import { z } from 'zod';
import { channelIdSchema } from './channels.ts';
import { colourNameSchema } from './colours.ts';
import { ignoredWhySchema } from './ignored-why.ts';

/** Half-open range of characters of the query text that a part of the plan was read from. */
export const textSpanSchema = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() }).readonly();
export type TextSpan = z.infer<typeof textSpanSchema>;

export const placeSchema = z.enum(['left', 'right', 'top', 'bottom', 'centre']);
export const sizeSchema = z.enum(['small', 'large']);
export const postureSchema = z.enum(['standing', 'sitting', 'lying']);
export const cameraMoveSchema = z.enum([
  'still',
  'moving',
  'pan-left',
  'pan-right',
  'tilt-up',
  'tilt-down',
  'zoom-in',
  'zoom-out',
  'shake',
]);
export const lightSchema = z.enum(['dark', 'bright', 'low-contrast', 'high-contrast', 'colourful', 'colourless']);
export const pictureMotionSchema = z.enum(['still', 'moving', 'fast']);
/** What one thing does, the camera's own motion taken out. Sides are those of the picture. */
export const actionSchema = z.enum([
  'moves-left',
  'moves-right',
  'moves-up',
  'moves-down',
  'comes-closer',
  'goes-away',
  'enters',
  'leaves',
  'stops',
  'starts',
  'stays',
  'fast',
  'slow',
  'turns',
  /** Goes across a good part of the picture. */
  'passes',
]);
/** What one thing is to another, in space or in how they move. */
export const relationSchema = z.enum([
  'follows',
  'passes',
  'meets',
  'approaches',
  'departs',
  'on',
  'under',
  'next-to',
  'in-front-of',
  'behind',
  'inside',
  'holding',
]);
export const cutSchema = z.enum(['cut', 'fade-in', 'fade-out']);
export const nameLeadSchema = z.enum(['file', 'folder', 'named', 'dated']);
export type NameLead = z.infer<typeof nameLeadSchema>;
export type Place = z.infer<typeof placeSchema>;
export type Posture = z.infer<typeof postureSchema>;
export type RelativeSize = z.infer<typeof sizeSchema>;
export type CameraMove = z.infer<typeof cameraMoveSchema>;
export type Light = z.infer<typeof lightSchema>;
export type Action = z.infer<typeof actionSchema>;
export type Relation = z.infer<typeof relationSchema>;
/** Relations that are something that happens, not how things stand. */
export const relationsInTime: ReadonlySet<Relation> = new Set(['follows', 'passes', 'meets', 'approaches', 'departs']);
export type PictureMotion = z.infer<typeof pictureMotionSchema>;

const base = {
  /** Unique in the plan: `a1`, `a2`, … in the order of the text. */
  atomId: z.string().regex(/^a\d{1,3}$/),
  /** Where it stands in the text. */
  span: textSpanSchema,
  /** Whether the query asks for its absence ("without a dog"). */
  isNegated: z.boolean(),
};

/** Words above the detector's classes, for an atom that stands for several of them. */
export const broadNounSchema = z.enum([
  'vehicle',
  'motor vehicle',
  'two wheeler',
  'animal',
  'pet',
  'wild animal',
  'farm animal',
  'furniture',
  'fruit',
  'vegetable',
  'food',
  'fast food',
  'dessert',
  'drink',
  'glass',
  'tableware',
  'cutlery',
  'electronics',
  'appliance',
  'sports equipment',
  'bag',
  'seating',
]);
export type BroadNoun = z.infer<typeof broadNounSchema>;

/** A thing with classes of the detector; the classes are alternatives ("vehicle" is seven of them). */
export const thingAtomSchema = z.object({
  ...base,
  kind: z.literal('thing'),
  classes: z.array(z.string()).min(1).max(80),
  /** What the classes are called together; null where they are named one by one. */
  noun: broadNounSchema.nullable(),
  colour: colourNameSchema.nullable(),
  size: sizeSchema.nullable(),
  place: placeSchema.nullable(),
  /** Only of persons, and only where it was asked for. The box alone hints at it. */
  posture: postureSchema.optional(),
  /** How many at once, both ends included; `maxCount` null means no upper bound. One or more is 1 and null. */
  minCount: z.int().min(1).max(99),
  maxCount: z.int().min(1).max(99).nullable(),
});

/** Who does something: classes of the detector as alternatives, none for whatever it is. */
export const bearerSchema = z
  .object({ classes: z.array(z.string()).max(80), noun: broadNounSchema.nullable() })
  .readonly();
export type Bearer = z.infer<typeof bearerSchema>;

export const planAtomSchema = z.discriminatedUnion('kind', [
  thingAtomSchema,
  z.object({ ...base, kind: z.literal('colour'), colour: colourNameSchema }),
  z.object({ ...base, kind: z.literal('light'), light: lightSchema }),
  z.object({ ...base, kind: z.literal('camera'), move: cameraMoveSchema }),
  z.object({
    ...base,
    kind: z.literal('motion'),
    motion: pictureMotionSchema,
    place: placeSchema.nullable(),
    /** Read from the words of an action beside it: it counts only where nothing knows of that. */
    isStandIn: z.literal(true).optional(),
  }),
  z.object({ ...base, kind: z.literal('action'), action: actionSchema, subject: bearerSchema }),
  z.object({
    ...base,
    kind: z.literal('relation'),
    relation: relationSchema,
    subject: bearerSchema,
    object: bearerSchema,
  }),
  z.object({ ...base, kind: z.literal('cut'), cut: cutSchema }),
  /** Words that somebody says (`says …`, or quoted text). `isPhrase`: the words must stand together. */
  z.object({ ...base, kind: z.literal('speech'), words: z.array(z.string()).min(1).max(40), isPhrase: z.boolean() }),
  /** Words of a file's name, folder or date; `isHard` when the query says so ("file …", "from 2023"). */
  z.object({
    ...base,
    kind: z.literal('name'),
    words: z.array(z.string()).min(1).max(40),
    /** What the query calls it; null where it only names a word of the name. */
    lead: nameLeadSchema.nullable(),
    isHard: z.boolean(),
  }),
  /**
   * Content words that no picture channel understands. They are looked up in speech and in names as soft evidence:
   * a match adds, no match does not exclude.
   */
  z.object({ ...base, kind: z.literal('words'), words: z.array(z.string()).min(1).max(40) }),
]);
export type PlanAtom = z.infer<typeof planAtomSchema>;
export type AtomKind = PlanAtom['kind'];
export type AtomOf<K extends AtomKind> = Extract<PlanAtom, { kind: K }>;

/** How the atoms are joined. `then` is an order in time: every part ends after the one before it began. */
export type PlanNode =
  | { readonly kind: 'atom'; readonly atomId: string }
  | { readonly kind: 'all'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'any'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'not'; readonly node: PlanNode }
  | { readonly kind: 'then'; readonly nodes: readonly PlanNode[] };

export const planNodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('atom'), atomId: z.string() }),
    z.object({ kind: z.literal('all'), nodes: z.array(planNodeSchema) }),
    z.object({ kind: z.literal('any'), nodes: z.array(planNodeSchema) }),
    z.object({ kind: z.literal('not'), node: planNodeSchema }),
    z.object({ kind: z.literal('then'), nodes: z.array(planNodeSchema) }),
  ]),
);

export const missingChannelSchema = z.object({
  channel: channelIdSchema,
  atomIds: z.array(z.string()),
  /** `no-model`: nothing can analyse it here; `not-indexed`: no video of the library has it yet. */
  reason: z.enum(['no-model', 'not-indexed']),
  /** The catalogue card that would bring it, where there is one. */
  cardId: z.string().nullable(),
});

export const queryPlanSchema = z.object({
  text: z.string(),
  atoms: z.array(planAtomSchema),
  /** Null when nothing was understood. */
  root: planNodeSchema.nullable(),
  /** Parts of the text that carry meaning and that nothing here understands, each with why. */
  ignored: z.array(z.object({ span: textSpanSchema, text: z.string(), why: ignoredWhySchema })),
});
export type QueryPlan = z.infer<typeof queryPlanSchema>;
export type MissingChannel = z.infer<typeof missingChannelSchema>;
