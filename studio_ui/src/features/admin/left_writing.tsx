import { keepPieces, LeftOffer } from "../kept";
import { bringBack, titleOfLeft, unwrittenPieces, useAdmin } from "./store";

const PLACE = "admin";

/** The browser keeps what is being written here until the server has it. */
export const keepWriting = (): (() => void) => keepPieces({ place: PLACE, now: unwrittenPieces, subscribe: useAdmin.subscribe });

export const LeftWriting = () => <LeftOffer place={PLACE} titleOf={titleOfLeft} bringBack={bringBack} />;
