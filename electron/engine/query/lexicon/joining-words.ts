/** Words that join the parts of a query. */
export const joiningPhrases: Readonly<
  Record<'and' | 'or' | 'not' | 'then' | 'before' | 'after' | 'absent' | 'nobody' | 'in' | 'be' | 'determiner', string>
> = {
  and: 'and, but, as well as, along with, together with, plus, while, whilst, and also, also, whereas, &',
  or: 'or, and or, or else, alternatively',
  not: "not, no, without, without any, with no, but no, but not, and no, and not, except, except for, anything but, everything but, all but, excluding, other than, minus, don't, doesn't, didn't, isn't, aren't, wasn't, weren't, don’t, is not, are not, do not, does not, never, neither, nor, there is no, there are no, zero, not any, lacking",
  then: 'then, and then, followed by, and after that, after that, after which, afterwards, afterward, and later, later, and afterwards, and finally, finally, subsequently, until',
  before: 'before, right before, just before, shortly before',
  after: 'after, right after, just after, shortly after',
  absent:
    'is missing, are missing, missing, is gone, are gone, is absent, absent, is not there, are not there, is not visible, are not visible, is out of frame, out of frame, not there, has gone, have gone, is no longer there',
  nobody: 'nobody, no one, noone, not anyone, not anybody, no body, unoccupied',
  in: 'in, dressed in, clad in, wearing, wears, wore',
  be: 'is, are, was, were, be, being, been, looks, seems, appears to be, coloured, colored',
  determiner:
    'a, an, the, this, that, these, those, his, her, their, its, our, my, your, another, other, each, every, all, any, all the, all of the, some',
};

/** Words of medium and request that say nothing about what is searched. */
export const silentWords = `
of, with, to, for, as, by means of, there, here, it, he, she, they, we, i, you, me, him, them, us, who, whom, whose, which,
what, where, when, why, how, has, have, had, having, do, does, did, doing, done, can, could, will, would, shall,
should, may, might, must, must've, i'm, you're, we're, they're, he's, she's, it's, i've, that's, there's, let, itself,
himself, herself, themselves, one, ones, such, so, too, very, really, quite, just, only, also, even, still, one by one, one at a time, again and
again, either, both, than, if, because, like, at the same time, simultaneously, at once, together,
now, right now, already, ever, please, show, show me, find, find me, search for, look for, looking for, i want to see, i
want, give me, get me, i need, clips of, clips with, clips where, clip of, clip with, clip, clips, video, videos, video of,
videos of, footage, footage of, shot, shots, shot of, shots of, scene, scenes, scene with, scene of, scene where, moment,
moments, moment when, moment where, moments when, part where, parts where, part when, in which, picture, pictures, picture
of, image, images, image of, frame, frames, in the frame, in frame, in the picture, in the shot, in the scene, in the
image, in the video, in view, in the view, on screen, on the screen, visible, is visible,
can be seen, is seen, are seen, seen, is shown, shown, showing, shows, appears, appear, appearing, contains, containing,
featuring, there is, there are, lot, kind of, sort of, type of, something, anything, thing, things, everything, nothing,
every time, whenever, not only, am, 's, first, fully, closely, the same, same, own
`
  .split(',')
  .map((word) => word.replace(/\s+/gu, ' ').trim());

/**
 * Words that say how things stand to each other, or where something moves to, and that nothing here can tell. They join;
 * `action-words.ts` has those that can be told.
 */
export const relationPhrases: Readonly<Record<'relation' | 'direction', string>> = {
  relation:
    'at, above, over, outside, outside of, between, among, amongst, against, around, about, held by, with a hand on, opposite, facing, touching, attached to, from, via, during, across from, far from, leaning on, leaning against, beyond, off of',
  direction:
    'along, through, onto, back, forward, forwards, backward, backwards, in circles, sideways, uphill, downhill',
};
