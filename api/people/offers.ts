/** What other areas may use of people: a photo as it is kept, and the count of look-ups. */
export { takeLookUp } from './look-up-limit';
export { takenPhoto } from './photos.routes';
