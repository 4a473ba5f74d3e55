import "./main.css";
import { addCopyButtons } from "./copy.ts";

addCopyButtons(document);
