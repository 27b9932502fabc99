"use client";

import { BrokenPage } from "./broken-page";

export default BrokenPage;
