// What the chat itself says. Answers come from the service; these are about sending and waiting.

export const WORDS = {
  connecting: "กำลังเชื่อมต่อ…",
  ready: "พร้อมตอบค่ะ",
  again: "กำลังเชื่อมต่อใหม่… ข้อความจะไปถึงเอง",
  stopped: "ยังเชื่อมต่อไม่ได้",
  me: "คุณ: ",
  us: "โปร่งใส: ",
  isNew: "ใหม่",
  choices: "เลือกต่อได้",
  copied: "คัดลอกแล้ว",
  notCopied: "แตะค้างที่เลขแล้วเลือกคัดลอก",
  picture: "รูปหลังแก้ไข",
  sending: "กำลังส่ง…",
  file: (name) => `ไฟล์แนบ: ${name}`, // as the service words it too
  uploading: (percent) => `กำลังส่งไฟล์ ${percent}%`,
  tooLong: (length, limit) =>
    `ข้อความยาว ${length.toLocaleString("th-TH")} ตัวอักษร ส่งได้ครั้งละไม่เกิน ` +
    `${limit.toLocaleString("th-TH")} ตัวอักษรค่ะ ลองแบ่งส่งเป็นสองข้อความ`,
  fileTooLarge: "ไฟล์ใหญ่เกิน 10 MB ระบบรับไม่ได้ค่ะ ลองถ่ายรูปใหม่ให้เล็กลง หรือย่อไฟล์ก่อนส่ง",
  fileLost: "ส่งไฟล์ไม่สำเร็จค่ะ ตรวจสัญญาณอินเทอร์เน็ตแล้วลองอีกครั้ง",
  day: "วันที่เกิดเรื่อง",
  takeDay: "ใช้วันที่นี้",
  closePicker: "ปิด",
  place: (latitude, longitude) => `พิกัด ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`, // as the service
  findingPlace: "กำลังหาตำแหน่ง… ถ้าไม่อยากบอก พิมพ์ชื่อสถานที่แทนได้ค่ะ",
  noPlace: "หาตำแหน่งไม่ได้ หรือไม่ได้อนุญาต พิมพ์ชื่อสถานที่แทนได้เลยค่ะ",
  tryAgain: "ลองส่งอีกครั้ง",
  notSent: "ยังไม่ได้ส่ง",
};
